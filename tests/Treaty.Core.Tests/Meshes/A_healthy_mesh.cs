using Treaty.Core.Meshes;

namespace Treaty.Core.Tests.Meshes;

public class A_healthy_mesh
{
    [Fact]
    public void Has_no_findings() =>
        HealthyMesh.Whole.Findings.Select(f => $"{f.Place} {f.Code} {f.Sentence} ({f.Help})").ShouldBeEmpty();
}
