using System.Xml.Linq;
using Loyalty.Identity.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Identity.Keys;

/// <summary>Keeps the key ring where every node sees it. Synchronous because the interface is.</summary>
internal sealed class DatabaseXmlRepository(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<LoyaltyIdentityDbContext>();
        return
        [
            .. db
                .DataProtectionKeys.AsNoTracking()
                .OrderBy(k => k.Id)
                .Select(k => k.Xml)
                .AsEnumerable()
                .Select(x => XElement.Parse(x)),
        ];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<LoyaltyIdentityDbContext>();
        db.DataProtectionKeys.Add(
            new DataProtectionKey { FriendlyName = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) }
        );
        db.SaveChanges();
    }
}
