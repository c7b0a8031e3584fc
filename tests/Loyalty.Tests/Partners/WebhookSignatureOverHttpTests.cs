using System.Net;
using System.Net.Http.Json;
using System.Text;
using Loyalty.Api.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Partners;

public abstract class WebhookSignatureOverHttpTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task The_receipt_is_signed_by_the_same_rules()
    {
        var partner = await Club.CreatePartnerAsync();

        var answer = await partner.SendAsync(PartnersActions.Payment("c"));

        answer.Signature.ShouldBe(
            TestPartner.Signature(partner.Secret, answer.WebhookId!, answer.Timestamp!, answer.Body)
        );
        answer.Json.GetProperty("webhookId").GetString().ShouldBe(answer.WebhookId);
    }

    [Fact]
    public async Task A_stranger_a_suspended_partner_and_a_wrong_signature_get_the_same_answer()
    {
        var partner = await Club.CreatePartnerAsync();
        var other = await Club.CreatePartnerAsync();
        var suspended = await Club.CreatePartnerAsync();
        await ChangeAsync(suspended, "suspend");
        var stranger = partner with { View = partner.View with { Slug = "nobody" } };

        PartnerAnswer[] answers =
        [
            await stranger.SendAsync(PartnersActions.Payment("c")),
            await suspended.SendAsync(PartnersActions.Payment("c")),
            await partner.SendAsync(PartnersActions.Payment("c"), other.Secret),
        ];

        answers.ShouldAllBe(answer => answer.Status == 401 && answer.Signature == null);
        answers.Select(Comparable).Distinct().ShouldHaveSingleItem();

        await ChangeAsync(suspended, "reactivate");
        (await suspended.SendAsync(PartnersActions.Payment("c"))).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_partner_without_a_secret_can_send_nothing_not_even_signed_with_nothing()
    {
        var partner = await Club.CreatePartnerAsync();
        await RevokeAllAsync(partner);

        (await partner.SendAsync(PartnersActions.Payment("c"))).Status.ShouldBe(401);
        var zeros = Loyalty.Domain.Partners.WebhookSignature.Format(new byte[32]);
        (await partner.SendAsync(PartnersActions.Payment("c"), zeros)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Both_secrets_are_taken_while_they_overlap_and_the_newest_signs()
    {
        var partner = await Club.CreatePartnerAsync();
        var next = await Club.CreateSecretAsync(partner.View.Slug, overlapHours: 1);

        (await partner.SendAsync(PartnersActions.Payment("c"))).Status.ShouldBe(202);
        var answer = await partner.SendAsync(PartnersActions.Payment("c"), next.Secret);

        answer.Status.ShouldBe(202);
        answer.Signature.ShouldBe(
            TestPartner.Signature(next.Secret, answer.WebhookId!, answer.Timestamp!, answer.Body)
        );
    }

    [Fact]
    public async Task Without_an_overlap_the_old_secret_ends_at_once()
    {
        var partner = await Club.CreatePartnerAsync();
        var next = await Club.CreateSecretAsync(partner.View.Slug, overlapHours: 0);

        (await partner.SendAsync(PartnersActions.Payment("c"))).Status.ShouldBe(401);
        (await partner.SendAsync(PartnersActions.Payment("c"), next.Secret)).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_third_secret_has_to_wait_also_when_two_are_made_at_once()
    {
        var partner = await Club.CreatePartnerAsync();
        using var staff = Club.Staff();

        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(_ =>
                    staff.PostAsJsonAsync(
                        $"/api/admin/v1/partners/{partner.View.Slug}/secrets",
                        new CreateSecretBody(),
                        Club.Json
                    )
                )
        );

        made.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        made.ShouldAllBe(answer =>
            answer.StatusCode == HttpStatusCode.Created
            || answer.StatusCode == HttpStatusCode.Conflict
            || answer.StatusCode == HttpStatusCode.PreconditionFailed
        );
        var listed = await staff.GetStringAsync($"/api/admin/v1/partners/{partner.View.Slug}/secrets");
        listed.ShouldNotContain("whsec_");
    }

    [Fact]
    public async Task Another_node_takes_a_new_secret_at_once()
    {
        var partner = await Club.CreatePartnerAsync();
        // Stopped, not disposed of: the database is the shared club's.
        var node = await Club.StartOnAsync(Club.Database);
        var there = partner with { Club = node };
        (await there.SendAsync(PartnersActions.Payment("c"))).Status.ShouldBe(202);
        var next = await Club.CreateSecretAsync(partner.View.Slug);

        // It looks again for a signature that it does not know, but not more often than once a second.
        var answer = await WaitFor.Async(
            () => there.SendAsync(PartnersActions.Payment("c"), next.Secret),
            answer => answer.Status == 202
        );

        answer.Status.ShouldBe(202);
        await node.StopAsync();
    }

    [Fact]
    public async Task What_is_no_webhook_is_refused()
    {
        var partner = await Club.CreatePartnerAsync();
        var body = Encoding.UTF8.GetBytes(PartnersActions.Payment("c").ToJsonString());

        (await Post(partner, body, request => request.Headers.Remove("webhook-id"))).Status.ShouldBe(401);
        (await Post(partner, body, request => request.Headers.Remove("webhook-timestamp"))).Status.ShouldBe(401);
        (await Post(partner, body, request => request.Headers.Remove("webhook-signature"))).Status.ShouldBe(401);
        (await Post(partner, body, request => request.Headers.Add("webhook-id", "second"))).Status.ShouldBe(401);
        (
            await Post(
                partner,
                body,
                request =>
                    request.Content = new ByteArrayContent([.. body, 32])
                    {
                        Headers = { ContentType = new(TestPartner.EventType) },
                    }
            )
        ).Status.ShouldBe(401);
        (await Post(partner, body, request => request.Content!.Headers.ContentEncoding.Add("gzip"))).Status.ShouldBe(
            415
        );
        (await partner.SendAsync(body, "application/xml")).Status.ShouldBe(415);
        (await partner.SendAsync(body, $"{TestPartner.EventType}; charset=utf-16")).Status.ShouldBe(415);
        (await partner.SendAsync(body, $"{TestPartner.EventType}; charset=UTF-8")).Status.ShouldBe(202);
        using var http = Club.Anonymous();
        (await http.GetAsync($"/webhooks/v1/partners/{partner.View.Slug}/events")).StatusCode.ShouldBe(
            HttpStatusCode.MethodNotAllowed
        );
    }

    [Fact]
    public async Task A_body_is_taken_up_to_a_mebibyte()
    {
        var partner = await Club.CreatePartnerAsync();
        var padded = PartnersActions.Payment("c").ToJsonString().PadRight(UnverifiedWebhookBytesMax);

        (await partner.SendAsync(padded, TestPartner.EventType)).Status.ShouldBe(202);
        (await partner.SendAsync(padded + " ", TestPartner.EventType)).Status.ShouldBe(413);
        var chunked = await Post(
            partner,
            Encoding.UTF8.GetBytes(padded + " "),
            request => request.Headers.TransferEncodingChunked = true
        );
        chunked.Status.ShouldBe(413);
    }

    private const int UnverifiedWebhookBytesMax = 1024 * 1024;

    private static async Task<PartnerAnswer> Post(TestPartner partner, byte[] body, Action<HttpRequestMessage> bend)
    {
        using var request = partner.Sign(body, TestPartner.EventType, partner.Secret);
        bend(request);
        using var http = partner.Club.Anonymous();
        using var response = await http.SendAsync(request);
        return await PartnerAnswer.ReadAsync(response);
    }

    private static string Comparable(PartnerAnswer answer) =>
        string.Join('|', answer.Json.EnumerateObject().Where(p => p.Name != "requestId").Select(p => p.ToString()));

    private async Task ChangeAsync(TestPartner partner, string change)
    {
        using var staff = Club.Staff();
        using var done = await staff.PostAsync($"/api/admin/v1/partners/{partner.View.Id}/{change}", content: null);
        done.EnsureSuccessStatusCode();
    }

    private async Task RevokeAllAsync(TestPartner partner)
    {
        using var staff = Club.Staff();
        var path = $"/api/admin/v1/partners/{partner.View.Slug}/secrets";
        foreach (var secret in (await staff.GetFromJsonAsync<SecretView[]>(path, Club.Json))!)
        {
            (await staff.PostAsync($"{path}/{secret.Id}/revoke", content: null)).EnsureSuccessStatusCode();
        }
    }

    public sealed class OnSqlite() : WebhookSignatureOverHttpTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : WebhookSignatureOverHttpTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : WebhookSignatureOverHttpTests(DatabaseProvider.SqlServer);
}
