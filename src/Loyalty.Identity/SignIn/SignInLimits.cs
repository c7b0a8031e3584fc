using System.Net;
using System.Net.Sockets;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Loyalty.Identity.SignIn;

/// <summary>
/// Bounds the guessing of passwords. An attempt is counted before the password is looked at and given back when it was right, so that
/// many at once cannot slip through; names are counted whether or not an account has them, so that a closed one reveals nothing.
/// </summary>
internal sealed class SignInLimits(
    LoyaltyIdentityDbContext db,
    IOptions<LoyaltyIdentityOptions> options,
    TimeProvider clock
)
{
    public Task<bool> TakeForAddressAsync(IPAddress? address, CancellationToken cancel) =>
        TakeAsync(AddressKey(address), options.Value.SignInFailuresPerAddressMax, cancel);

    public Task<bool> TakeForAccountAsync(string name, CancellationToken cancel) =>
        TakeAsync(AccountKey(name), options.Value.SignInFailuresPerAccountMax, cancel);

    public async Task GiveBackAsync(string name, IPAddress? address, CancellationToken cancel)
    {
        var (account, place) = (AccountKey(name), AddressKey(address));
        await db.SignInAttempts.Where(a => a.Key == account).ExecuteDeleteAsync(cancel);
        await db
            .SignInAttempts.Where(a => a.Key == place && a.Failures > 0)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.Failures, a => a.Failures - 1), cancel);
    }

    private async Task<bool> TakeAsync(string key, int failuresMax, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var end = now + options.Value.SignInWindow;
        // Twice: the first insert may lose against another one, and then the update finds the row.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var taken = await db
                .SignInAttempts.Where(a => a.Key == key && (a.Failures < failuresMax || a.WindowEndsAt <= now))
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(a => a.Failures, a => a.WindowEndsAt <= now ? 1 : a.Failures + 1)
                            .SetProperty(a => a.WindowEndsAt, a => a.WindowEndsAt <= now ? end : a.WindowEndsAt),
                    cancel
                );
            if (taken == 1)
            {
                return true;
            }
            if (await db.SignInAttempts.AnyAsync(a => a.Key == key, cancel))
            {
                return false;
            }
            db.SignInAttempts.Add(
                new SignInAttempts
                {
                    Key = key,
                    Failures = 1,
                    WindowEndsAt = end,
                }
            );
            try
            {
                await db.SaveChangesAsync(cancel);
                return true;
            }
            catch (DbUpdateException) when (attempt == 0)
            {
                db.ChangeTracker.Clear();
            }
        }
        return false;
    }

    private static string AccountKey(string name) => "account:" + OpaqueToken.Hash(name);

    private static string AddressKey(IPAddress? address)
    {
        var bytes = (address ?? IPAddress.None).MapToIPv6().GetAddressBytes();
        // Whoever has one IPv6 address usually has the /64 around it; IPv4 is told apart by its last 32 bits.
        var isIpv6 = address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false };
        return "address:" + OpaqueToken.Hash(Convert.ToHexString(isIpv6 ? bytes[..8] : bytes));
    }
}
