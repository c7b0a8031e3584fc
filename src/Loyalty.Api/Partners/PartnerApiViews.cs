using System.Text.Json;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Partners;

/// <param name="Points" example="125">negative for points that were taken back.</param>
public sealed record PointsView(PointCurrencyCode PointCurrency, long Points);

/// <summary>An event of yours and what became of it.</summary>
/// <param name="Key">by which staff find it.</param>
/// <param name="Status"><c>posted</c>: it took its effect. <c>quarantined</c>: it waits for its member. <c>rejected</c>: mend it and
/// send it again under its id.</param>
/// <param name="ReceivedAt">when it arrived; of a rejected event its latest version.</param>
/// <param name="ReplayedAt">when it was taken up again after it had waited or was rejected; null when it was not.</param>
/// <param name="Late">whether it was more than a day old on arrival.</param>
/// <param name="Points">what it moved, by point currency; empty when no points moved.</param>
/// <param name="Entries">the ledger entries, as in the receipt.</param>
/// <param name="Problem">of a quarantined or rejected event: <c>code</c>, <c>detail</c> and its fields.</param>
public sealed record EventStatusView(
    PartnerEventKey Key,
    string Source,
    string Id,
    string Type,
    PartnerEventStatus Status,
    DateTimeOffset? OccurredAt,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? ReplayedAt,
    bool Late,
    IReadOnlyList<PointsView> Points,
    IReadOnlyList<string> Entries,
    JsonElement? Problem
)
{
    internal static EventStatusView Of(PartnerEventRecord record)
    {
        var entries = record.Postings is { } json ? Postings.Parse(json).Entries : [];
        return new EventStatusView(
            record.EventKey,
            record.Source,
            record.EventId,
            record.Type,
            record.Status,
            record.OccurredAt,
            record.ReceivedAt,
            record.ReplayedAt,
            record.Late,
            [
                .. entries
                    .GroupBy(entry => entry.Currency, StringComparer.Ordinal)
                    .Select(group => new PointsView(
                        PointCurrencyCode.Parse(group.Key),
                        group.Sum(entry => entry.Points)
                    )),
            ],
            [.. entries.Select(entry => entry.EntryId.ToString())],
            record.Problem is { } problem ? JsonElement.Parse(problem) : null
        );
    }
}

/// <param name="Points">what can be spent now, by point currency; empty while the member never had any.</param>
public sealed record MemberBalanceView(IReadOnlyList<PointsView> Points, DateTimeOffset At);

/// <param name="Token" example="lnk_Zk3vY0cF8mQ1sT7xB2nR5pW9aD4eG6hJ">as the member shows it.</param>
/// <param name="PartnerCustomerId">your own id of the customer: 1 to 100 characters.</param>
public sealed record TokenLinkBody(string Token, string PartnerCustomerId);

/// <summary>The link holds now.</summary>
public sealed record TokenLinkView(string PartnerCustomerId, MemberId MemberId);

/// <param name="ClientId" example="northbank-service">of a client of the club's issuer.</param>
public sealed record BindClientBody(string ClientId);

/// <summary>A client that speaks for a partner.</summary>
public sealed record PartnerClientView(string ClientId, DateTimeOffset BoundAt, string BoundBy)
{
    internal static PartnerClientView Of(PartnerClient client) => new(client.ClientId, client.BoundAt, client.BoundBy);
}

/// <param name="ClientSecret">of a client that was made by this call: shown this once. Null of a client that was there, and with
/// an issuer of your own, where clients are made.</param>
public sealed record BoundClientView(PartnerClientView Client, string? ClientSecret);
