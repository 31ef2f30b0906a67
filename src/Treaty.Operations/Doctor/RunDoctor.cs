using Treaty.Core.Doctor;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Doctor;

/// <param name="Folder">The estate's folder.</param>
/// <param name="AsOf">The day the estate is judged on.</param>
public sealed record DoctorRequest(string Folder, DateOnly AsOf);

/// <summary>Examines an estate and says which failure modes it shows.</summary>
public sealed class RunDoctor(IEstateFiles files)
{
    public Diagnosis Run(DoctorRequest request, IProgress<string>? progress, CancellationToken cancel)
    {
        var estate = new ReadEstate(files).Run(request.Folder, progress, cancel);
        progress?.Report($"looking for {SignList.All.Count} signs in {estate.Assets.Count} assets");
        return Diagnose.Run(estate, request.AsOf);
    }
}
