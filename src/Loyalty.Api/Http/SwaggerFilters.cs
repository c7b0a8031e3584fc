using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Loyalty.Api.Http;

/// <summary>What holds for all operations and stands in none of them: how parameters are written, the headers of changes, the
/// refusals that the group itself gives.</summary>
internal sealed class OperationFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        operation.Parameters ??= [];
        operation.Responses ??= [];
        AddPathPartner(operation, context);
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            Describe(parameter, context);
        }

        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var isChange = !HttpMethods.IsGet(context.ApiDescription.HttpMethod!);
        if (isChange && !metadata.OfType<NotRemembered>().Any())
        {
            operation.Parameters.Add(
                Header(
                    IdempotencyFilter.Header,
                    "A text of your own for this change, at most 255 characters. A repeat under the same key gets the first answer.",
                    isRequired: false
                )
            );
            Refuse(operation, context, StatusCodes.Status409Conflict);
            Refuse(operation, context, StatusCodes.Status422UnprocessableEntity);
        }

        if (operation.Responses.ContainsKey("412"))
        {
            operation.Parameters.Add(
                Header("If-Match", "The ETag of the version that you read, such as `\"v3\"`.", isRequired: true)
            );
            Refuse(operation, context, StatusCodes.Status422UnprocessableEntity);
        }

        if (operation.RequestBody is not null)
        {
            Refuse(operation, context, StatusCodes.Status400BadRequest);
            Refuse(operation, context, StatusCodes.Status415UnsupportedMediaType);
        }

        var sorted = operation.Responses.OrderBy(response => response.Key, StringComparer.Ordinal).ToList();
        operation.Responses.Clear();
        foreach (var (status, response) in sorted)
        {
            operation.Responses.Add(status, response);
        }
    }

    /// <summary>Where a filter and no handler reads it, the framework does not know of it.</summary>
    private static void AddPathPartner(OpenApiOperation operation, OperationFilterContext context)
    {
        var isInPath = context.ApiDescription.RelativePath?.Contains("{partner}", StringComparison.Ordinal) == true;
        if (isInPath && operation.Parameters!.All(parameter => parameter.Name != "partner"))
        {
            operation.Parameters!.Insert(
                0,
                new OpenApiParameter
                {
                    Name = "partner",
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        }
    }

    private static void Describe(OpenApiParameter parameter, OperationFilterContext context)
    {
        var described = context.ApiDescription.ParameterDescriptions.FirstOrDefault(known =>
            known.Name == parameter.Name
        );
        parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        // The framework shows what it parses from text as a text of any form.
        var type = described?.ParameterInfo()?.ParameterType;
        if (type is not null && Swagger.IdentifierSchema(Nullable.GetUnderlyingType(type) ?? type) is { } schema)
        {
            parameter.Schema = schema;
        }

        switch (parameter.Name)
        {
            case "limit":
                parameter.Description ??= "How many items a page holds at most.";
                parameter.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Minimum = "1",
                    Maximum = PageRequest.LimitMax.ToString(CultureInfo.InvariantCulture),
                    Default = PageRequest.LimitDefault,
                };
                break;
            case "after":
                parameter.Description ??= "The `next` of the page before; leave it out for the first page.";
                break;
            case "partner" when parameter.In == ParameterLocation.Path:
                parameter.Description ??= "The partner's id or slug.";
                break;
            default:
                break;
        }
    }

    private static OpenApiParameter Header(string name, string description, bool isRequired) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = isRequired,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static void Refuse(OpenApiOperation operation, OperationFilterContext context, int status) =>
        operation.Responses!.TryAdd(
            status.ToString(CultureInfo.InvariantCulture),
            new OpenApiResponse
            {
                Description = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new OpenApiMediaType
                    {
                        Schema = context.SchemaGenerator.GenerateSchema(
                            typeof(ProblemDetails),
                            context.SchemaRepository
                        ),
                    },
                },
            }
        );
}

/// <summary>Fields that have no default must be there: the serializer refuses a request without them, and an answer always has
/// them.</summary>
internal sealed class RequiredFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (
            schema is not OpenApiSchema { Properties.Count: > 0 } shape
            || context.Type.GetConstructors() is not [var constructor, ..]
        )
        {
            return;
        }

        shape.Required ??= new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in constructor.GetParameters().Where(parameter => !parameter.HasDefaultValue))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            if (shape.Properties.ContainsKey(name))
            {
                shape.Required.Add(name);
            }
        }
    }
}

/// <summary>Descriptions come from comments in the code, with their line breaks; and what all problems share.</summary>
internal sealed partial class DocumentFilter : IDocumentFilter
{
    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["Members"] = "Who is in the club, with all that is known of them.",
        ["Cards"] = "The numbers that name members to partners.",
        ["Partners"] = "Who may send events, under which contract and with which secret; which customers are members.",
        ["Partner events"] = "What partners sent, above all what was rejected or waits.",
        ["Programme"] = "What holds for the whole club.",
        ["Point currencies"] = "What members collect.",
        ["Earning rules"] = "What members get for what they do.",
        ["Rewards"] = "What members get for points.",
    };

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        foreach (var schema in (swaggerDoc.Components?.Schemas?.Values ?? []).OfType<OpenApiSchema>())
        {
            Unwrap(schema);
            TypeNullable(schema, swaggerDoc.Components!.Schemas!);
        }

        swaggerDoc.Tags = (context.DocumentName == Swagger.PartnerDocument ? PartnerDocumentFilter.Tags : Tags)
            .Select(tag => new OpenApiTag { Name = tag.Key, Description = tag.Value })
            .ToHashSet();
        if (swaggerDoc.Components?.Schemas?["ProblemDetails"] is OpenApiSchema { Properties: { } problem } details)
        {
            details.Description =
                "RFC 9457. `type` is stable: `/problems/{code}`. Some problems have fields of their own.";
            problem["requestId"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Quote it when you report the problem.",
            };
            problem["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "What is wrong with the request, by the path of the field.",
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            };
        }
    }

    /// <summary>OpenAPI 3.0 lets only what has a type be null, also where a schema is referred to.</summary>
    private static void TypeNullable(OpenApiSchema schema, IDictionary<string, IOpenApiSchema> schemas)
    {
        foreach (var part in (schema.Properties?.Values ?? []).OfType<OpenApiSchema>())
        {
            if (
                part.Type == JsonSchemaType.Null
                && part.AllOf is [OpenApiSchemaReference reference]
                && schemas.TryGetValue(reference.Reference.Id!, out var target)
            )
            {
                part.Type = target.Type | JsonSchemaType.Null;
            }
        }
    }

    private static void Unwrap(OpenApiSchema schema)
    {
        if (schema.Description is { } text)
        {
            schema.Description = LineBreak().Replace(text, " ");
        }

        foreach (var part in (schema.Properties?.Values ?? []).OfType<OpenApiSchema>())
        {
            Unwrap(part);
        }

        if (schema.Items is OpenApiSchema items)
        {
            Unwrap(items);
        }
    }

    [GeneratedRegex(@"\s*\n\s*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineBreak();
}
