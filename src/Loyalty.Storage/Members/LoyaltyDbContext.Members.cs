using Loyalty.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<Member> Members => Set<Member>();

    public DbSet<MemberStatusChange> MemberStatusChanges => Set<MemberStatusChange>();

    public DbSet<MemberSearchName> MemberSearchNames => Set<MemberSearchName>();

    public DbSet<MemberSignIn> MemberSignIns => Set<MemberSignIn>();

    public DbSet<MemberAttribute> MemberAttributes => Set<MemberAttribute>();

    public DbSet<ExternalId> ExternalIds => Set<ExternalId>();

    public DbSet<ContactPoint> ContactPoints => Set<ContactPoint>();

    public DbSet<Consent> Consents => Set<Consent>();

    public DbSet<ConsentChange> ConsentChanges => Set<ConsentChange>();

    public DbSet<Card> Cards => Set<Card>();

    public DbSet<Vehicle> Vehicles => Set<Vehicle>();

    public DbSet<VehicleOwnership> VehicleOwnerships => Set<VehicleOwnership>();

    public DbSet<MileageReading> MileageReadings => Set<MileageReading>();

    public DbSet<Interaction> Interactions => Set<Interaction>();

    public DbSet<MemberFlag> MemberFlags => Set<MemberFlag>();

    public DbSet<ErasedReference> ErasedReferences => Set<ErasedReference>();

    public DbSet<MemberMerge> MemberMerges => Set<MemberMerge>();

    public DbSet<Household> Households => Set<Household>();

    public DbSet<HouseholdPlace> HouseholdPlaces => Set<HouseholdPlace>();

    public DbSet<BusinessRelation> BusinessRelations => Set<BusinessRelation>();
}
