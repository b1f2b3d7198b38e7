/**
 * The browser's own check of spelling in the text: switched by each person, kept on this device. A browser without a
 * Vietnamese dictionary would underline every word, so where nobody has chosen it is on only for who reads Vietnamese there.
 */

const KEY = 'spelling'

class Spelling {
  isOn = $state(false)

  /** Browser only. */
  read(): void {
    this.isOn = kept() ?? navigator.languages.some((language) => language.startsWith('vi'))
  }

  choose(isOn: boolean): void {
    this.isOn = isOn
    try {
      localStorage.setItem(KEY, isOn ? 'on' : 'off')
    } catch {
      // Storage is switched off: the choice holds for this visit.
    }
  }
}

function kept(): boolean | null {
  try {
    const held = localStorage.getItem(KEY)
    return held === null ? null : held === 'on'
  } catch {
    return null // storage is switched off
  }
}

export const spelling = new Spelling()
