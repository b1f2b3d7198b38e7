/** "Chuyên viên, Phòng Nội chính"; the unit is left out where the position says it already. */
export function postOf(position: string, unit: string | null | undefined): string {
  if (!unit || /^Lãnh đạo\b/u.test(unit)) return position
  const bare = unit.replace(/^(Phòng|Ban|Trung tâm|Sở|Chi cục)\s+/u, '')
  return position.toLowerCase().includes(bare.toLowerCase()) ? position : `${position}, ${unit}`
}
