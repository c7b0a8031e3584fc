using System.Diagnostics.Metrics;

namespace Loyalty.Identity.Metrics;

/// <summary>Meter <c>Loyalty.Identity</c>. Tags hold only words from closed lists, never anything a caller sent.</summary>
internal sealed class IdentityMetrics
{
    public const string MeterName = "Loyalty.Identity";

    private readonly Counter<long> signIns;
    private readonly Counter<long> tokens;
    private readonly Counter<long> refusals;

    public IdentityMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        signIns = meter.CreateCounter<long>("identity.sign_ins", "{attempt}", "Attempts to sign in, by result");
        tokens = meter.CreateCounter<long>("identity.tokens_issued", "{token}", "Tokens issued, by type and grant");
        refusals = meter.CreateCounter<long>(
            "identity.refusals",
            "{request}",
            "Requests refused, by endpoint and OAuth error"
        );
    }

    public void SignIn(string result) => signIns.Add(1, new KeyValuePair<string, object?>("result", result));

    public void TokenIssued(string type, string grant) =>
        tokens.Add(
            1,
            new KeyValuePair<string, object?>("type", type),
            new KeyValuePair<string, object?>("grant", grant)
        );

    public void Refused(string endpoint, string error) =>
        refusals.Add(
            1,
            new KeyValuePair<string, object?>("endpoint", endpoint),
            new KeyValuePair<string, object?>("error", error)
        );
}
