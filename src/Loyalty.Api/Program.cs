using Loyalty.Api.CommandLine;

return await LoyaltyCommand.RunAsync(args);
