using Loyalty.Api.Rewards;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Loyalty.Api.Http;

/// <summary>A body that is a file: by itself, or in a form, for which Swagger UI has a button.</summary>
internal sealed class FileBodyFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (!context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<TakesFile>().Any())
        {
            return;
        }

        var form = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string>(StringComparer.Ordinal) { "file" },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
            },
        };
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
            {
                [RewardCodesEndpoint.FormType] = new OpenApiMediaType { Schema = form },
                [RewardCodesEndpoint.TextType] = new OpenApiMediaType { Schema = text },
                [RewardCodesEndpoint.CsvType] = new OpenApiMediaType { Schema = text },
            },
        };
    }
}
