using System.Text;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Operations.Meshes;

/// <summary>Reads a document's text from a file: UTF-8, with or without its mark, and no more than is read.</summary>
public static class DocumentText
{
    public static readonly FindingKind NotRead = new("TRY0005", Severity.Error, "a document cannot be read");
    public static readonly FindingKind NotUtf8 = new("TRY0006", Severity.Error, "a document is not UTF-8");

    // A character takes at most four bytes.
    private const long MostBytes = 4L * YamlReader.MaxCharacters + 3;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The text; null where it cannot be had, and the findings say why.</returns>
    /// <param name="name">What the file is called in findings.</param>
    public static string? Read(string file, string name, List<Finding> findings)
    {
        var place = new SourcePlace(name, 1, 1);
        try
        {
            if (new FileInfo(file).Length is > MostBytes and var length)
            {
                findings.Add(YamlReader.TooLarge.At(place, $"`{name}` has {length} bytes, {MostBytes} are read",
                    "split the document"));
                return null;
            }
            var bytes = File.ReadAllBytes(file);
            var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
            return Strict.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException e)
        {
            findings.Add(NotUtf8.At(place, $"`{name}` is not UTF-8: byte {e.Index} is {Convert.ToHexString(e.BytesUnknown ?? [])}",
                "save it as UTF-8"));
        }
        catch (IOException e)
        {
            findings.Add(NotRead.At(place, $"`{name}` cannot be read: {e.Message}", "check that the file is whole and free"));
        }
        catch (UnauthorizedAccessException)
        {
            findings.Add(NotRead.At(place, $"`{name}` may not be read", "check its permissions"));
        }
        return null;
    }
}
