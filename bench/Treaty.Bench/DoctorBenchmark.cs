using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Diagnosing a dbt project of very many models, each with SQL, columns and tests.</summary>
internal sealed class DoctorBenchmark(Options options)
{
    public string Run()
    {
        var folder = options.Folder("doctor");
        var models = options.Products == 10_000 ? 2000 : options.Products;
        WideProject.Write(folder, models);
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).ToList();
        var text = Enumerable.Range(0, options.Times).Select(_ => Seconds(folder, "text")).Order().ToList();
        var page = Enumerable.Range(0, options.Times).Select(_ => Seconds(folder, "html")).Order().ToList();
        Directory.Delete(folder, recursive: true);
        return Invariant(
            $"""
            ## doctor: a dbt project of {models:N0} models ({files.Count:N0} files, {files.Sum(f => f.Length) / 1e6:N1} MB), median of {options.Times}

            | `treaty doctor`, a process each | seconds | target |
            |---|---:|---:|
            | text | {text[text.Count / 2]:N1} | 20 |
            | page | {page[page.Count / 2]:N1} | 20 |

            """);
    }

    private static double Seconds(string folder, string format) =>
        Child.Start([Path.Combine(AppContext.BaseDirectory, "treaty.dll"), "doctor", folder, "--as-of", "2026-06-01", "--format", format]).Seconds;
}

/// <summary>A project in which a tenth of the models is staging over sources, the rest built on them, in forty contexts.</summary>
internal static class WideProject
{
    private const int Contexts = 40, Columns = 15;

    public static void Write(string folder, int models)
    {
        Text(folder, "dbt_project.yml", "name: wide\nmodels: {wide: {staging: {+materialized: view}}}\n");
        Text(folder, "models/staging/sources.yml", "sources:\n  - name: raw\n    tables:\n"
            + string.Concat(Enumerable.Range(0, models / 10).Select(i => Invariant($"      - {{name: t{i}, description: Table {i} as loaded.}}\n"))));
        for (var i = 0; i < models; i++) Model(folder, i, models);
    }

    private static void Model(string folder, int i, int models)
    {
        var isEntry = i < models / 10;
        var name = isEntry ? Invariant($"stg_entity{i}") : Invariant($"c{i % Contexts}__entity{i}");
        var path = isEntry ? Invariant($"models/staging/c{i % Contexts}/{name}") : Invariant($"models/marts/c{i % Contexts}/{name}");
        var columns = Enumerable.Range(0, Columns).Select(c => Invariant($"column{i % 7}_{c}")).ToList();
        Text(folder, path + ".sql", isEntry ? Entry(i, columns) : Mart(i, models, columns));
        Text(folder, path + ".yml", Invariant($"models:\n  - name: {name}\n    description: Entity {i} of context {i % Contexts}.\n    columns:\n")
            + string.Concat(columns.Select((c, n) => Invariant($"      - name: {c}\n        description: What {c} means.\n{(n < 4 ? "        data_tests: [not_null]\n" : "")}"))));
    }

    private static string Entry(int i, IEnumerable<string> columns) =>
        Invariant($"with source as (\n    select * from {{{{ source('raw', 't{i}') }}}}\n)\n\nselect\n    ")
        + string.Join("\n    , ", columns.Select((c, n) => Invariant($"cast(f{n} as varchar) as {c}"))) + "\nfrom source\n";

    private static string Mart(int i, int models, IReadOnlyList<string> columns) =>
        Invariant($$$"""
            with first as (
                select * from {{ ref('stg_entity{{{i % (models / 10)}}}') }}
            )

            , second as (
                select
                    *
                    , row_number() over (partition by coalesce(user_id, email, full_name) order by loaded_at desc) as row_num
                from {{ ref('stg_entity{{{(i + 1) % (models / 10)}}}') }}
                where country in ('DE', 'FR', 'UK', 'US', 'X{{{i % 90}}}') and placed_at >= '2023-0{{{1 + i % 9}}}-01'
            )

            select

            """)
        + "    " + string.Join("\n    , ", columns.Select(c => Invariant($"case when first.status = 'a{i % 3}' then coalesce(first.{c}, second.{c}) else second.{c} end as {c}")))
        + "\nfrom first\nleft join second on lower(first.email) = lower(second.email)\nwhere second.row_num = 1\n";

    private static void Text(string folder, string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
        File.WriteAllText(Path.Combine(folder, path), text);
    }
}
