using Treaty.Core.Doctor.Reading;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Dbt;

/// <summary>A file of an estate, read as far as its ending says what it is.</summary>
public sealed record ReadFile(EstateFile File)
{
    public IReadOnlyList<YamlNode> Yaml { get; init; } = [];

    public ForeignSql? Sql { get; init; }

    public IReadOnlyList<Unread> Unread { get; init; } = [];

    /// <summary>Reads one file; the work of reading an estate is here, so that callers may do many at once.</summary>
    public static ReadFile Read(EstateFile file)
    {
        if (file.Ends(".yml", ".yaml"))
        {
            var unread = new List<Unread>();
            var documents = LooseYaml.Read(file, unread);
            return new(file) { Yaml = documents, Unread = unread };
        }
        return file.Ends(".sql") ? new(file) { Sql = ForeignSqlReader.Read(file.Path, file.Text) }
            : file.Ends(".py") ? new(file) { Sql = PythonModel.Read(file) }
            : new(file);
    }
}

/// <summary>A resource as a property file declares it.</summary>
/// <param name="Kind">models, seeds, snapshots, sources …</param>
public sealed record Declared(string Kind, string Name, YamlNode Node);

/// <summary>The property files of a project: what they say of each resource.</summary>
public sealed class DbtFiles
{
    private readonly ILookup<(string Kind, string Name), Declared> _declared;

    public DbtFiles(IEnumerable<ReadFile> files)
    {
        Roots = [.. files.SelectMany(f => f.Yaml)];
        _declared = Roots.SelectMany(root => new[] { "models", "seeds", "snapshots" }
                .SelectMany(kind => root.List(kind).Select(node => new Declared(kind, node.Text("name"), node))))
            .ToLookup(d => (d.Kind, d.Name));
    }

    public IReadOnlyList<YamlNode> Roots { get; }

    public IEnumerable<YamlNode> All(string kind) => Roots.SelectMany(root => root.List(kind));

    public IEnumerable<Declared> Of(string kind, string name) => _declared[(kind, name)];

    public IEnumerable<Declared> All() => _declared.SelectMany(g => g);
}
