/** Which text this page shows, by where its log ends: that is what its reader approves or passes on, and no other. */
export class ShownText {
  position = $state(0)

  constructor(position: number) {
    this.position = position
  }

  /** The page was loaded anew. What was asked for earlier may arrive later. */
  take(position: number): void {
    if (position > this.position) this.position = position
  }

  /** This person's own decisions have moved it: each that came right behind what was shown, and nobody else's before it. */
  follow(position: number): void {
    if (position === this.position + 1) this.position = position
  }
}
