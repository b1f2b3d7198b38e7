/** The code on the last page by which anyone can look up the document, as text and as a QR picture. */
import QRCode from 'qrcode'

export interface CheckMark {
  caption: string
  url: string
  /** SVG. */
  picture: string
}

export async function checkMark(verify: { code: string; url: string }): Promise<CheckMark> {
  return {
    caption: `Mã tra cứu: ${verify.code}`,
    url: verify.url,
    picture: await QRCode.toString(verify.url, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' }),
  }
}
