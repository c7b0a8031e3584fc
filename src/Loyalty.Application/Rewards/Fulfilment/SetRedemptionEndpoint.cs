using System.Security.Cryptography;
using System.Text;
using Loyalty.Application.Partners;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <param name="ClientSecret">of the client; null keeps the one that is there.</param>
/// <param name="RenewsSecret">whether a new signing key is made where there is one already.</param>
public sealed record SetRedemptionEndpointRequest(
    string? Url,
    CallAuthentication Authentication,
    string? TokenUrl,
    string? ClientId,
    string? ClientSecret,
    string? Scope,
    int? TimeoutSeconds,
    bool RenewsSecret
);

/// <param name="Secret"><c>whsec_…</c>, which nobody can read again; null when none was made.</param>
public sealed record RedemptionEndpointSet(RedemptionEndpoint Endpoint, string? Secret);

/// <summary>Says where and how a redemption partner is called. It holds for the next call.</summary>
public sealed class SetRedemptionEndpoint(LoyaltyDbContext context, CallTargets targets, OutboundHttp outbound)
{
    private const int ClientSecretLengthMax = 400;

    public async Task<Outcome<RedemptionEndpointSet>> ExecuteAsync(
        string idOrSlug,
        SetRedemptionEndpointRequest request,
        CancellationToken cancellationToken
    )
    {
        if (await context.FindPartnerAsync(idOrSlug, cancellationToken) is not { } partner)
        {
            return new Refusal.NoSuch("partner");
        }

        var known = await context.RedemptionEndpoints.FindAsync([partner.Id], cancellationToken);
        var keeps = known?.Authentication == request.Authentication;
        if (Check(request, keeps) is { } unsound)
        {
            return unsound;
        }

        var isSigned = request.Authentication == CallAuthentication.Signed;
        var key =
            isSigned && (!keeps || request.RenewsSecret)
                ? RandomNumberGenerator.GetBytes(PartnerSecret.KeyBytes)
                : null;
        var secret = key ?? (request.ClientSecret is { } text ? Encoding.UTF8.GetBytes(text) : null);
        var encrypted = secret is null ? known!.EncryptedSecret : targets.Protect(partner.Id, secret);
        if (known is null)
        {
            known = new RedemptionEndpoint
            {
                PartnerId = partner.Id,
                Url = request.Url!,
                EncryptedSecret = encrypted,
            };
            context.RedemptionEndpoints.Add(known);
        }

        (known.Url, known.Authentication, known.EncryptedSecret) = (request.Url!, request.Authentication, encrypted);
        (known.TokenUrl, known.ClientId, known.Scope) = isSigned
            ? (null, null, null)
            : (request.TokenUrl, request.ClientId, request.Scope);
        known.TimeoutSeconds = request.TimeoutSeconds ?? RedemptionEndpoint.TimeoutSecondsDefault;
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception)
            when (exception is DbUpdateConcurrencyException || exception.IsUniqueViolation())
        {
            return new Refusal.StaleVersion();
        }

        return new RedemptionEndpointSet(known, key is null ? null : WebhookSignature.Format(key));
    }

    private Refusal? Check(SetRedemptionEndpointRequest request, bool keeps)
    {
        var errors = new FieldErrors();
        Url("url", request.Url);
        errors.Check(
            request.TimeoutSeconds is null or (>= 1 and <= RedemptionEndpoint.TimeoutSecondsMax),
            "timeoutSeconds",
            $"must be between 1 and {RedemptionEndpoint.TimeoutSecondsMax}"
        );
        if (request.Authentication == CallAuthentication.Signed)
        {
            Missing("tokenUrl", request.TokenUrl);
            Missing("clientId", request.ClientId);
            Missing("clientSecret", request.ClientSecret);
            Missing("scope", request.Scope);
            return errors.Refusal;
        }

        Url("tokenUrl", request.TokenUrl);
        errors.Required("clientId", request.ClientId, RedemptionEndpoint.ClientIdLengthMax);
        errors.Optional("scope", request.Scope, RedemptionEndpoint.ScopeLengthMax);
        if (!keeps || request.ClientSecret is not null)
        {
            errors.Required("clientSecret", request.ClientSecret, ClientSecretLengthMax);
        }

        errors.Check(!request.RenewsSecret, "renewsSecret", "must be left out: the secret is the partner's");
        return errors.Refusal;

        void Url(string field, string? url)
        {
            if (outbound.WhyNot(url) is { } why)
            {
                errors.Add(field, why);
            }

            errors.Check(
                url is not { Length: > RedemptionEndpoint.UrlLengthMax },
                field,
                $"must have at most {RedemptionEndpoint.UrlLengthMax} characters"
            );
        }

        void Missing(string field, string? value) =>
            errors.Check(value is null, field, "must be left out where calls are signed");
    }
}
