namespace Loyalty.Domain;

/// <summary>A thing that several people change: each saved change counts its version up by one, and a change to an
/// older version is refused.</summary>
public interface IVersioned
{
    long Version { get; set; }
}
