using Loyalty.Domain.Members;
using QRCoder;

namespace Loyalty.Api.Members;

/// <summary>A card's number as a QR code (ISO/IEC 18004), for a partner's till to read from a telephone or a print.</summary>
public static class CardQrCode
{
    private const int PixelsPerModule = 8;

    /// <summary>An SVG document that scales to the place it is put into. Error correction level M (15 %) is what a screen
    /// needs; the digits alone keep the code small.</summary>
    public static string ToSvg(CardNumber number)
    {
        using var code = QRCodeGenerator.GenerateQrCode(number.Value, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return svg.GetGraphic(
            PixelsPerModule,
            "#000000",
            "#ffffff",
            drawQuietZones: true,
            SvgQRCode.SizingMode.ViewBoxAttribute
        );
    }
}
