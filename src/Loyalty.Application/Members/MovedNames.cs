namespace Loyalty.Application.Members;

/// <param name="Customer">the member's number at the partner.</param>
internal sealed record MovedLink(Guid Partner, string Customer);

internal sealed record MovedSignIn(string Issuer, string Subject);

internal sealed record MovedContact(Guid Id, bool WasPrimary, bool Leads);
