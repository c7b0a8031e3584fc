using System.Globalization;
using Loyalty.Application.Jobs;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Loyalty.Tests.Points;

public abstract partial class ExpiryTests
{
    private Task EarnAsync(long points) => Club.EarnAsync(partner, member, points);

    private async Task LastDayShouldBeAsync(string day) =>
        (await Club.LotsAsync(member))
            .Where(lot => lot.Points > lot.Held)
            .ShouldAllBe(lot => lot.ExpiresOn == Day(day));

    private void Turn(string day) => clock.Now = new DateTimeOffset(Day(day), new TimeOnly(12, 0), TimeSpan.Zero);

    private async Task<ExpiryReport> ExpireAsync() => (await RunAsync(Club)).ShouldNotBeNull();

    private static Task<ExpiryReport?> RunAsync(Club on) =>
        on.Services.GetRequiredService<ExpirePoints>().ExecuteAsync();

    private Task<Job?> JobAsync() =>
        Club.Services.GetRequiredService<JobLeases>().FindAsync(ExpirePoints.JobName, CancellationToken.None);

    /// <summary>A second host on the same database, to be stopped by the test.</summary>
    private Task<Club> NodeAsync(params string[] settings) => Club.StartOnAsync(Club.Database, clock, settings);

    private Task<List<MemberId>> GivenMembersAsync(int count) =>
        Club.WithContextAsync(async context =>
        {
            var members = Enumerable
                .Range(0, count)
                .Select(_ => new Member
                {
                    Id = Identifier.New<MemberId>(clock.Now),
                    EnrolledAt = clock.Now,
                    Name = new PersonName { Display = "A member" },
                })
                .ToList();
            context.Members.AddRange(members);
            await context.SaveChangesAsync();
            return members.ConvertAll(one => one.Id);
        });

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
