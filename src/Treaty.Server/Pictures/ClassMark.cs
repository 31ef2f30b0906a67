namespace Treaty.Server.Pictures;

/// <summary>The mark of a product's class: a shape of its own for each, so that colour is never the only difference.</summary>
public static class ClassMark
{
    /// <summary>The mark as a small picture beside text.</summary>
    public static string Draw(string @class) =>
        $"<svg class=\"mark {Name(@class)}\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">{Shape(@class)}</svg>";

    /// <summary>The mark inside a larger picture, its upper left corner at a place.</summary>
    public static string At(string @class, double x, double y) =>
        $"<g class=\"mark {Name(@class)}\" transform=\"translate({Svg.N(x)} {Svg.N(y)})\">{Shape(@class)}</g>";

    /// <summary>Only the five known names become class names in markup.</summary>
    public static string Name(string @class) =>
        @class is "authoritative-fact" or "context-view" or "derived" or "reconciled" ? @class : "legacy-feed";

    private static string Shape(string @class) => @class switch
    {
        "authoritative-fact" => "<circle class=\"solid\" cx=\"8\" cy=\"8\" r=\"6\"/>",
        "context-view" => "<circle class=\"hollow\" cx=\"8\" cy=\"8\" r=\"5.5\"/><path class=\"solid\" d=\"M8 2.5a5.5 5.5 0 0 1 0 11z\"/>",
        "derived" => "<path class=\"solid\" d=\"M8 2 14.5 13.5H1.5z\"/>",
        "reconciled" => "<path class=\"solid\" d=\"M8 1 15 8 8 15 1 8z\"/>",
        _ => "<rect class=\"hollow dashed\" x=\"2.5\" y=\"2.5\" width=\"11\" height=\"11\"/>",
    };
}
