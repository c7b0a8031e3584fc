using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.House;

public sealed class ArrowsTests
{
    public static TheoryData<string> Projects => [.. Arrows.Direct.Keys];

    [Fact]
    public void Every_project_of_the_source_has_its_place() =>
        Repository
            .Files.Where(file =>
                file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal)
            )
            .Select(Path.GetFileNameWithoutExtension)
            .ShouldBe(Arrows.Direct.Keys, ignoreOrder: true);

    [Theory, MemberData(nameof(Projects))]
    public void Project_files_point_down(string project) =>
        Arrows.InProjectFile(project, Repository.Read($"src/{project}/{project}.csproj")).ShouldBeEmpty();

    [Theory, MemberData(nameof(Projects))]
    public void Source_text_points_down(string project) =>
        SourcesOf(project).SelectMany(file => Arrows.InSource(project, file, Repository.Read(file))).ShouldBeEmpty();

    [Theory, MemberData(nameof(Projects))]
    public void Namespaces_lie_under_the_name_of_their_project(string project) =>
        SourcesOf(project).SelectMany(file => Arrows.InNamespace(project, file, Repository.Read(file))).ShouldBeEmpty();

    [Theory, MemberData(nameof(Projects))]
    public void Assemblies_point_down(string project) =>
        Arrows.InAssembly(project, ReferencesOf(project), IsBaseLibrary).ShouldBeEmpty();

    [Fact]
    public void A_project_file_that_points_up_sideways_or_past_a_floor_is_found()
    {
        static string Project(string item, string include) =>
            $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><{item} Include="{include}" /></ItemGroup></Project>""";

        Arrows
            .InProjectFile("Loyalty.Domain", Project("ProjectReference", @"..\Loyalty.Storage\Loyalty.Storage.csproj"))
            .ShouldHaveSingleItem();
        Arrows
            .InProjectFile("Loyalty.GraphQL", Project("ProjectReference", "../Loyalty.Domain/Loyalty.Domain.csproj"))
            .ShouldHaveSingleItem();
        Arrows
            .InProjectFile("Loyalty.Api", Project("ProjectReference", "../Loyalty.Domain/Loyalty.Domain.csproj"))
            .ShouldHaveSingleItem();
        Arrows.InProjectFile("Loyalty.Domain", Project("PackageReference", "Npgsql")).ShouldHaveSingleItem();
        Arrows
            .InProjectFile("Loyalty.Domain", Project("FrameworkReference", "Microsoft.AspNetCore.App"))
            .ShouldHaveSingleItem();
        Arrows.InProjectFile("Loyalty.Storage", Project("PackageReference", "Npgsql")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Loyalty.Domain", "using Loyalty.Storage.Points;")]
    [InlineData("Loyalty.Storage", "var x = new global::Loyalty.Application.Points.EarnPoints();")]
    [InlineData("Loyalty.Application", "using GraphQL = Loyalty.GraphQL;")]
    [InlineData("Loyalty.Identity", "using static Loyalty.Api.Program;")]
    public void Source_text_that_points_up_is_found(string project, string text) =>
        Arrows.InSource(project, "Sample.cs", text).ShouldHaveSingleItem();

    [Fact]
    public void Source_text_that_points_down_or_only_speaks_of_it_is_not_found()
    {
        Arrows
            .InSource("Loyalty.Api", "Sample.cs", "using Loyalty.Domain.Points; using Loyalty.Api.Http;")
            .ShouldBeEmpty();
        Arrows.InSource("Loyalty.GraphQL", "Sample.cs", "/// as Loyalty.Api does").ShouldBeEmpty();
    }

    [Fact]
    public void A_foreign_namespace_is_found() =>
        Arrows.InNamespace("Loyalty.Storage", "Sample.cs", "namespace Loyalty.Domain.Points;").ShouldHaveSingleItem();

    [Fact]
    public void An_assembly_that_points_up_is_found()
    {
        Arrows.InAssembly("Loyalty.Storage", ["Loyalty.Application"], IsBaseLibrary).ShouldHaveSingleItem();
        Arrows.InAssembly("Loyalty.Domain", ["Microsoft.EntityFrameworkCore"], IsBaseLibrary).ShouldHaveSingleItem();
        Arrows.InAssembly("Loyalty.Domain", ["Microsoft.AspNetCore.Http"], IsBaseLibrary).ShouldHaveSingleItem();
        Arrows.InAssembly("Loyalty.Domain", ["System.Runtime", "System.Linq"], IsBaseLibrary).ShouldBeEmpty();
    }

    private static IEnumerable<string> SourcesOf(string project) =>
        Repository.Files.Where(file =>
            file.StartsWith($"src/{project}/", StringComparison.Ordinal)
            && (
                file.EndsWith(".cs", StringComparison.Ordinal)
                || file.EndsWith(".cshtml", StringComparison.Ordinal)
                || file.EndsWith(".razor", StringComparison.Ordinal)
            )
        );

    // Read from the file, not loaded: an empty project's assembly would otherwise never be in the process.
    private static List<string> ReferencesOf(string project)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, project + ".dll"));
        using var assembly = new PEReader(stream);
        var metadata = assembly.GetMetadataReader();
        return
        [
            .. metadata.AssemblyReferences.Select(handle =>
                metadata.GetString(metadata.GetAssemblyReference(handle).Name)
            ),
        ];
    }

    private static bool IsBaseLibrary(string name) =>
        File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll"));
}
