using Treaty.Core.Doctor.Signs;

namespace Treaty.Core.Doctor;

/// <summary>Every sign the doctor knows. A new sign is one class in Signs and one line here.</summary>
public static class SignList
{
    public static IReadOnlyList<Sign> All { get; } =
    [
        new NoOwner(),
        new OnlyPersonsOwn(),
        new NoDescription(),
    ];
}
