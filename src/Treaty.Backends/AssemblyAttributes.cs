using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Treaty.Backends.Tests")]
