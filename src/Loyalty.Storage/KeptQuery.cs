using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Loyalty.Storage;

/// <summary>
/// A query of a hot path, translated once: EF Core otherwise builds its expression and looks its translation up each
/// time. One for each model, because every provider has its own.
/// </summary>
/// <param name="compile">calls <c>EF.CompileAsyncQuery</c>.</param>
public sealed class KeptQuery<TQuery>(Func<TQuery> compile)
    where TQuery : Delegate
{
    private readonly ConditionalWeakTable<IModel, TQuery> byModel = [];

    public TQuery On(LoyaltyDbContext context) => byModel.GetValue(context.Model, _ => compile());
}
