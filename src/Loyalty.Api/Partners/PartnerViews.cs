using System.Globalization;
using System.Text.Json;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Partners;

/// <summary>What was agreed with a partner.</summary>
/// <param name="EventTypes" example="[&quot;loyalty.transaction.posted&quot;]">the CloudEvents types that are taken; at least one.</param>
/// <param name="MoneyCurrencies">ISO 4217 codes of the transactions that are taken.</param>
/// <param name="Operations">the operations of transactions that are taken; empty for all.</param>
/// <param name="ExcludedCategories">categories of transactions that are rejected.</param>
/// <param name="PointCurrencies">the point currencies that the partner may grant itself.</param>
/// <param name="CostsPerPoint">what one point costs the partner, of each currency in which it differs from the currency's own
/// cost.</param>
/// <param name="PointsPerEventMax" example="1000">points of one currency that one event can give; what goes beyond is trimmed. Null for no limit.</param>
/// <param name="PointsPerMemberPerDayMax">points that one member can get from the partner in a day; what goes beyond is
/// trimmed. Null for no limit.</param>
/// <param name="AmountPerEventMax" example="5000.00">the largest amount of a transaction in major units, such as <c>"5000.00"</c>; a larger one is
/// rejected. Null for no limit.</param>
/// <param name="LateDaysMax" example="30">days after which an event is rejected as too old. Null for any age.</param>
/// <param name="ClockAheadMinutesMax" example="5">minutes that the partner's clock may be ahead; 5 when not given.</param>
/// <param name="BalanceInquiry">whether the partner may ask for the balance of a member who agreed to it; no when not given.</param>
/// <param name="InteractionsEarn">whether purchases and visits that the partner tells as interactions with an amount earn as its
/// transactions do; no when not given.</param>
/// <param name="Funding">who pays for the points; the partner for all of them, by statement, when not given.</param>
public sealed record PartnerContractBody(
    IReadOnlyList<string> EventTypes,
    IReadOnlyList<MoneyCurrency>? MoneyCurrencies = null,
    IReadOnlyList<string>? Operations = null,
    IReadOnlyList<string>? ExcludedCategories = null,
    IReadOnlyList<PointCurrencyCode>? PointCurrencies = null,
    long? PointsPerEventMax = null,
    long? PointsPerMemberPerDayMax = null,
    string? AmountPerEventMax = null,
    int? LateDaysMax = null,
    int? ClockAheadMinutesMax = null,
    IReadOnlyList<PointCostBody>? CostsPerPoint = null,
    bool BalanceInquiry = false,
    FundingBody? Funding = null,
    bool InteractionsEarn = false
)
{
    internal Outcome<PartnerContract> ToContract()
    {
        if (Funding?.WhyNot() is { } why)
        {
            return new Refusal.InvalidRequest("contract.funding.partnerPercent", why);
        }

        if (CostsPerPoint?.Any(cost => cost is null) is true)
        {
            return new Refusal.InvalidRequest("contract.costsPerPoint", "must not hold null");
        }

        decimal? amount = null;
        if (AmountPerEventMax is not null)
        {
            if (
                !decimal.TryParse(
                    AmountPerEventMax,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var parsed
                )
            )
            {
                return new Refusal.InvalidRequest("contract.amountPerEventMax", "must be a decimal number in a string");
            }

            amount = parsed;
        }

        return new PartnerContract
        {
            EventTypes = EventTypes,
            MoneyCurrencies = MoneyCurrencies ?? [],
            Operations = Operations ?? [],
            ExcludedCategories = ExcludedCategories ?? [],
            PointCurrencies = PointCurrencies ?? [],
            PointsPerEventMax = PointsPerEventMax,
            PointsPerMemberPerDayMax = PointsPerMemberPerDayMax,
            AmountPerEventMax = amount,
            LateDaysMax = LateDaysMax,
            ClockAheadMinutesMax = ClockAheadMinutesMax ?? PartnerContract.ClockAheadMinutesDefault,
            CostsPerPoint = [.. (CostsPerPoint ?? []).Select(cost => new PointCost(cost.PointCurrency, cost.Cost))],
            BalanceInquiry = BalanceInquiry,
            InteractionsEarn = InteractionsEarn,
            Funding = Funding?.ToTerms() ?? new FundingTerms(),
        };
    }

    internal static PartnerContractBody Of(PartnerContract contract) =>
        new(
            contract.EventTypes,
            contract.MoneyCurrencies,
            contract.Operations,
            contract.ExcludedCategories,
            contract.PointCurrencies,
            contract.PointsPerEventMax,
            contract.PointsPerMemberPerDayMax,
            contract.AmountPerEventMax?.ToString(CultureInfo.InvariantCulture),
            contract.LateDaysMax,
            contract.ClockAheadMinutesMax,
            [.. contract.CostsPerPoint.Select(cost => new PointCostBody(cost.Currency, cost.Cost))],
            contract.BalanceInquiry,
            FundingBody.Of(contract.Funding),
            contract.InteractionsEarn
        );
}

/// <param name="Cost">of one point, in major units, with at most 6 decimal places.</param>
public sealed record PointCostBody(PointCurrencyCode PointCurrency, Money Cost);

/// <param name="Slug" example="autoclub">the partner's name in URLs, for ever: 2 to 40 of a-z, 0-9 and hyphen.</param>
public sealed record CreatePartnerBody(string Slug, string Name, PartnerContractBody Contract);

public sealed record UpdatePartnerBody(string Name, PartnerContractBody Contract);

public sealed record PartnerView(
    PartnerId Id,
    string Slug,
    string Name,
    PartnerStatus Status,
    PartnerContractBody Contract,
    DateTimeOffset CreatedAt
)
{
    internal static PartnerView Of(Partner partner) =>
        new(
            partner.Id,
            partner.Slug,
            partner.Name,
            partner.Status,
            PartnerContractBody.Of(partner.Contract),
            partner.CreatedAt
        );
}

/// <param name="OverlapHours">how long the secrets that are live now go on; 24 when not given, at most 720. With 0 they end at
/// once.</param>
public sealed record CreateSecretBody(int? OverlapHours = null);

/// <param name="Secret"><c>whsec_…</c>. Shown this once; keep it as you keep a password.</param>
public sealed record NewSecretView(PartnerSecretId Id, string Secret, DateTimeOffset CreatedAt);

/// <summary>A secret without the secret.</summary>
/// <param name="Live">whether it is accepted at this moment.</param>
public sealed record SecretView(
    PartnerSecretId Id,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    bool Live
)
{
    internal static SecretView Of(PartnerSecret secret, DateTimeOffset now) =>
        new(secret.Id, secret.CreatedAt, secret.ExpiresAt, secret.RevokedAt, secret.IsLive(now));
}

public sealed record LinkBody(MemberId MemberId);

public sealed record BulkLinkBody(string PartnerCustomerId, MemberId MemberId);

/// <param name="Links">1 to 1,000.</param>
public sealed record BulkLinksBody(IReadOnlyList<BulkLinkBody> Links);

/// <summary>What became of the links, in order.</summary>
public sealed record BulkLinksView(int Linked, int Refused, IReadOnlyList<LinkResultView> Results);

/// <param name="Problem">why the customer was not linked; null when it is.</param>
public sealed record LinkResultView(
    string PartnerCustomerId,
    bool Linked,
    Microsoft.AspNetCore.Mvc.ProblemDetails? Problem
);

public sealed record LinkView(string PartnerCustomerId, MemberId MemberId, DateTimeOffset LinkedAt);

/// <summary>An event of a partner and what became of it.</summary>
/// <param name="Source">empty when it could not be read; so with <paramref name="EventId"/> and <paramref name="Type"/>.</param>
/// <param name="Late">whether it was more than a day old on arrival.</param>
/// <param name="Reason">the problem's code, of a quarantined or rejected event.</param>
public record PartnerEventView(
    PartnerEventKey Id,
    PartnerId PartnerId,
    string Source,
    string EventId,
    string Type,
    PartnerEventStatus Status,
    DateTimeOffset? OccurredAt,
    DateTimeOffset ReceivedAt,
    bool Late,
    MemberId? MemberId,
    string? Reason
)
{
    internal static PartnerEventView Of(PartnerEventRecord record) =>
        new(
            record.EventKey,
            record.PartnerId,
            record.Source,
            record.EventId,
            record.Type,
            record.Status,
            record.OccurredAt,
            record.ReceivedAt,
            record.Late,
            record.MemberId,
            record.Reason
        );
}

/// <summary>An event with all that is kept of it.</summary>
/// <param name="Problem">of a quarantined or rejected event: <c>code</c>, <c>detail</c> and its fields.</param>
/// <param name="Postings">the ledger entries of a posted event; null when it made none.</param>
/// <param name="Event">the event as it was sent; kept only while it is quarantined or rejected.</param>
public sealed record PartnerEventDetailView(
    PartnerEventView Summary,
    JsonElement? Problem,
    JsonElement? Postings,
    JsonElement? Event
)
{
    internal static PartnerEventDetailView Of(PartnerEventRecord record) =>
        new(PartnerEventView.Of(record), Parse(record.Problem), Parse(record.Postings), Parse(record.Json));

    private static JsonElement? Parse(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}

/// <summary>Which events to take up again; every part may be left out.</summary>
/// <param name="Partner">id or slug.</param>
/// <param name="Status"><c>quarantined</c> or <c>rejected</c>; both when not given.</param>
/// <param name="From">received at or after this instant.</param>
/// <param name="To">received before this instant.</param>
public sealed record ReplayBody(
    string? Partner = null,
    PartnerEventStatus? Status = null,
    string? Type = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
);
