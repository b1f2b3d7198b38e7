import { expect, test } from 'vitest'
import { beginsWithVniMark, fromOldFont, oldEncoding } from './old-fonts.ts'

const PANGRAM =
  'à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ è é ẻ ẽ ẹ ê ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ ù ú ủ ũ ụ ư ừ ứ ử ữ ự ỳ ý ỷ ỹ ỵ đ'
const IN_TCVN3 =
  'µ ¸ ¶ · ¹ ¨ » ¾ ¼ ½ Æ © Ç Ê È É Ë Ì Ð Î Ï Ñ ª Ò Õ Ó Ô Ö × Ý Ø Ü Þ ß ã á â ä « å è æ ç é ¬ ê í ë ì î ï ó ñ ò ô \u00AD õ ø ö ÷ ù ú ý û ü þ ®'
const IN_VNI =
  'aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î ñ'

test('every letter of both encodings', () => {
  expect(fromOldFont(IN_TCVN3, '.VnTime')).toBe(PANGRAM)
  expect(fromOldFont(IN_VNI, 'VNI-Times')).toBe(PANGRAM)
  expect(fromOldFont(IN_VNI.toUpperCase(), 'VNI-Times')).toBe(PANGRAM.toUpperCase())
})

test('the words of a letterhead', () => {
  expect(fromOldFont('Céng hoµ x· héi chñ nghÜa ViÖt Nam', '.VnTime')).toBe('Cộng hoà xã hội chủ nghĩa Việt Nam')
  expect(fromOldFont('céng hoµ x· héi chñ nghÜa viÖt nam', '.VnTimeH')).toBe('CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM')
  expect(fromOldFont('§éc lËp - Tù do - H¹nh phóc', '.VnArial')).toBe('Độc lập - Tự do - Hạnh phúc')
  expect(fromOldFont('Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam', 'VNI-Helve')).toBe(
    'Cộng hòa xã hội chủ nghĩa Việt Nam',
  )
  expect(fromOldFont('ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC', 'VNI-Times')).toBe('ĐỘC LẬP - TỰ DO - HẠNH PHÚC')
  expect(fromOldFont('UÛy ban nhaân daân tænh Ñoàng Thaùp', 'VNI-Times')).toBe('Ủy ban nhân dân tỉnh Đồng Tháp')
})

test('codes that a symbol font keeps in the private area', () => {
  expect(fromOldFont('Quy\uF0D5t \uF0AE\uF0DEnh', '.VnTime')).toBe('Quyết định')
})

test('only the font decides, and Unicode text in an old font stays', () => {
  expect(oldEncoding('Times New Roman')).toBeNull()
  expect(fromOldFont('Số 5 café « déjà »', 'Times New Roman')).toBe('Số 5 café « déjà »')
  expect(fromOldFont('Quyết định này có hiệu lực', '.VnTime')).toBe('Quyết định này có hiệu lực')
  expect(fromOldFont('Điều 1. 2,5% (hai phẩy năm)', 'VNI-Times')).toBe('Điều 1. 2,5% (hai phẩy năm)')
})

test('a mark that was parted from its vowel is known', () => {
  expect(beginsWithVniMark('äp')).toBe(true)
  expect(beginsWithVniMark('ñoäc')).toBe(false)
  expect(beginsWithVniMark('')).toBe(false)
})
