using Treaty.Operations.Stores;

namespace Treaty.Cli.Views;

/// <summary>The one way a command answers: the report as JSON for programs, or by its view for people.</summary>
internal static class Answer
{
    public static void Write<T>(TextWriter to, T report, bool json, Action<TextWriter, T> view)
    {
        if (json) to.WriteLine(TreatyJson.Write(report, indented: true));
        else view(to, report);
    }
}
