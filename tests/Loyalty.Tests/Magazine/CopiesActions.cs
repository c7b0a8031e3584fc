using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;

namespace Loyalty.Tests.Magazine;

/// <summary>Copies, labels, returns and reports, said in one line.</summary>
internal static class CopiesActions
{
    public const string Returns = "/api/admin/v1/magazine-returns";

    /// <summary>Subscribers beside HTTP: active, from the first issue on.</summary>
    public static Task GivenSubscribersAsync(
        this Club club,
        Read publication,
        MagazineChannel channel,
        params IReadOnlyList<MemberId> members
    ) =>
        club.WithContextAsync(context =>
        {
            Identifier.TryParse<PublicationId>(publication.Id, out var id).ShouldBeTrue();
            context.MagazineSubscriptions.AddRange(
                members.Select(member => new MagazineSubscription
                {
                    Id = Identifier.New<SubscriptionId>(club.Now()),
                    PublicationId = id,
                    MemberId = member,
                    Source = SubscriptionSource.Choice,
                    Channel = channel,
                    Language = "en",
                    FromIssue = 1,
                    CreatedAt = club.Now(),
                })
            );
            return context.SaveChangesAsync();
        });

    public static Task<List<MagazineCopy>> CopiesAsync(this Club club, Read issue)
    {
        var id = MagazineActions.IssueIdOf(issue);
        return club.WithContextAsync(context =>
            context.MagazineCopies.AsNoTracking().Where(copy => copy.IssueId == id).ToListAsync()
        );
    }

    /// <summary>The status of a subscription, as staff read it.</summary>
    public static async Task<string> StatusAsync(this Club club, Read thing) =>
        (await club.ReadAgainAsync(thing)).Json["status"]!.ToString();

    /// <param name="ending"><c>csv</c> or <c>txt</c>.</param>
    public static async Task<string> LabelsAsync(this Club club, Read issue, string ending)
    {
        using var staff = club.Staff("support");
        using var answer = await staff.GetAsync($"{issue.Path}/labels.{ending}");
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return text.ReplaceLineEndings("\n");
    }

    public static async Task<JsonNode> ReportAsync(this Club club, Read issue)
    {
        using var staff = club.Staff("auditor");
        return await staff.GetJsonAsync($"{issue.Path}/report");
    }

    public static async Task<HttpResponseMessage> SendReturnsAsync(this Club club, string csv, string type = "text/csv")
    {
        using var staff = club.Staff("support");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await staff.PostAsync(Returns, content);
    }

    /// <summary>One copy came back; the line of the answer.</summary>
    public static async Task<JsonNode> ReturnAsync(this Club club, CopyId copy, string reason = "moved")
    {
        using var answer = await club.SendReturnsAsync($"copy,reason\n{copy},{reason}\n");
        return (await answer.ReadAsync(HttpStatusCode.OK))["lines"]![0]!;
    }

    /// <summary>Members of whom nothing is known but a name.</summary>
    public static async Task<IReadOnlyList<MemberId>> GivenMembersAsync(this Club club, int count)
    {
        var now = club.Now();
        var members = Enumerable
            .Range(0, count)
            .Select(_ => new Member
            {
                Id = Identifier.New<MemberId>(now),
                EnrolledAt = now,
                Name = new PersonName { Display = "A member" },
            })
            .ToList();
        await club.WithContextAsync(context =>
        {
            context.Members.AddRange(members);
            return context.SaveChangesAsync();
        });
        return members.ConvertAll(member => member.Id);
    }

    /// <summary>A primary address and consent each.</summary>
    public static Task GivenMailAddressesAsync(this Club club, IReadOnlyList<MemberId> members) =>
        club.WithContextAsync(context =>
        {
            var now = club.Now();
            foreach (var member in members)
            {
                var email = MembersActions.Email();
                context.ContactPoints.Add(
                    new ContactPoint
                    {
                        Id = Identifier.New<ContactPointId>(now),
                        MemberId = member,
                        Kind = ContactPointKind.Email,
                        Value = email,
                        NormalizedValue = email,
                        IsPrimary = true,
                        AddedAt = now,
                    }
                );
                var consent = new Consent
                {
                    MemberId = member,
                    Purpose = ConsentPurpose.Magazine,
                    Channel = ConsentChannel.Email,
                };
                consent.Apply(
                    new ConsentChange
                    {
                        Id = Identifier.New<ConsentChangeId>(now),
                        MemberId = member,
                        Purpose = ConsentPurpose.Magazine,
                        Channel = ConsentChannel.Email,
                        Granted = true,
                        DecidedAt = now,
                        Source = "test",
                        RecordedAt = now,
                    }
                );
                context.Consents.Add(consent);
            }

            return context.SaveChangesAsync();
        });

    public static Task SetStatusAsync(this Club club, MemberId member, MemberStatus status) =>
        club.WithContextAsync(context =>
            context
                .Members.Where(row => row.Id == member)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.Status, status))
        );
}
