/** Draws what stands on the page for a demonstration key: a pen stroke in blue, and a round seal in red. */
import { createHash } from 'node:crypto'
import path from 'node:path'
import { drawPng, escapeXml } from '../issue/sign/draw.ts'

const SIGNATURE_MM = { width: 46, height: 20 }
const SEAL_MM = 36
const INK = '#1b3fa8'
const RED = '#d4151b'
/** Of the agency's name around the seal, in tenths of a millimetre: what the lower lettering leaves of the circle. */
const ROOM_AROUND = 450
const WORD_GAP = 8
const LETTER_EM = 0.62 // mean width of bold capitals

/** A transparent PNG, 46 × 20 mm: the same flourish for the same name, legible to nobody. */
export async function drawSignature(name: string): Promise<Uint8Array> {
  const { width, height } = SIGNATURE_MM
  const strokes = penStrokes(name)
    .map(({ from, to, pressure }) => `<path d="M${from} L${to}" stroke-width="${pressure.toFixed(2)}"/>`)
    .join('')
  return drawPng(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" fill="none" stroke="${INK}" stroke-linecap="round">${strokes}</svg>`,
    width,
  )
}

/** A transparent PNG, 36 mm across: two rings, a star, the agency around it, and plainly "MẪU THỬ NGHIỆM". */
export async function drawSeal(agency: string, root: string): Promise<Uint8Array> {
  const around = agency.toLocaleUpperCase('vi')
  const gaps = around.split(' ').length - 1
  const size = Math.min(28, (ROOM_AROUND - gaps * WORD_GAP) / (around.length * LETTER_EM))
  return drawPng(
    // In tenths of a millimetre: letters are placed on whole units.
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -180 360 360" fill="${RED}" font-family="Tinos" font-weight="700" text-anchor="middle">
      <g fill="none" stroke="${RED}"><circle r="175" stroke-width="8"/><circle r="164" stroke-width="2.5"/><circle r="106" stroke-width="3"/></g>
      <path id="over" fill="none" d="M-95 79.7 A124 124 0 1 1 95 79.7"/>
      <path id="under" fill="none" d="M-146 0 A146 146 0 0 0 146 0"/>
      <text font-size="${size.toFixed(1)}" word-spacing="${WORD_GAP}"><textPath href="#over" startOffset="50%">${escapeXml(around)}</textPath></text>
      <text font-size="25" letter-spacing="2" word-spacing="4"><textPath href="#under" startOffset="50%">• MẪU THỬ NGHIỆM •</textPath></text>
      <path d="${star(54)}" transform="translate(0 -20)"/>
      <text font-size="15" y="58">KHÔNG CÓ GIÁ TRỊ</text>
    </svg>`,
    SEAL_MM,
    path.join(root, 'node_modules/@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf'),
  )
}

interface Stroke {
  from: string
  to: string
  pressure: number
}

/** A slanted line of loops that starts tall and ends in a flourish under the name; thin upwards, thick downwards. */
function penStrokes(name: string): Stroke[] {
  const next = randomFrom(name)
  const loops = 5 + Math.floor(next() * 4)
  const anchors: [number, number][] = [
    [4 + next() * 2, 13],
    [8, 2 + next() * 2],
    [6, 15.5],
    [11 + next() * 2, 5],
  ]
  for (let i = 0; i < loops; i++) {
    const x = 11 + (i * 24) / loops
    const tall = next() < 0.3 ? 4 + next() * 3 : 1.5 + next() * 2
    anchors.push([x + 1.6, 10 - tall], [x + next() * 0.8, 11.5 + next() * (i % 3 === 2 ? 4 : 1)])
  }
  anchors.push([41, 7 + next() * 2], [43, 10], [24, 16.5 + next()], [9 + next() * 4, 17.5], [38 + next() * 4, 14.5])
  return splineThrough(anchors)
}

const STEPS_BETWEEN_ANCHORS = 14

/** Catmull–Rom, cut into short lines so that the pen's pressure can change along it. */
function splineThrough(anchors: [number, number][]): Stroke[] {
  const points: [number, number][] = []
  for (let i = 0; i + 1 < anchors.length; i++) {
    const [a, b, c, d] = [anchors[i - 1] ?? anchors[i], anchors[i], anchors[i + 1], anchors[i + 2] ?? anchors[i + 1]]
    if (!a || !b || !c || !d) continue
    for (let step = 0; step < STEPS_BETWEEN_ANCHORS; step++) {
      const t = step / STEPS_BETWEEN_ANCHORS
      points.push([curve(a[0], b[0], c[0], d[0], t), curve(a[1], b[1], c[1], d[1], t)])
    }
  }
  return points.slice(1).map((to, index) => {
    const from = points[index] ?? to
    const downwards = Math.max(-1, Math.min(1, (to[1] - from[1]) * 2))
    const ending = Math.min(1, (points.length - index) / 20)
    return { from: coordinates(from), to: coordinates(to), pressure: (0.42 + 0.2 * downwards) * ending + 0.08 }
  })
}

function curve(a: number, b: number, c: number, d: number, t: number): number {
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
}

function coordinates([x, y]: [number, number]): string {
  return `${x.toFixed(2)} ${y.toFixed(2)}`
}

function star(radius: number): string {
  const corners = Array.from({ length: 10 }, (_, i) => {
    const length = i % 2 ? radius * 0.382 : radius
    const angle = (Math.PI * i) / 5 - Math.PI / 2
    return `${(length * Math.cos(angle)).toFixed(3)} ${(length * Math.sin(angle)).toFixed(3)}`
  })
  return `M${corners.join(' L')} Z`
}

/** Numbers in [0, 1) that are always the same for one name. */
function randomFrom(name: string): () => number {
  const bytes = createHash('sha512').update(name.normalize('NFC')).digest()
  let at = 0
  return () => (bytes[at++ % bytes.length] ?? 0) / 256
}
