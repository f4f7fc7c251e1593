/** Cases of lessons that no slider reaches: each is run once, and kept by the page. */

/** Cases that are fetched: `fetch(scenario, number)` promises one. */
export class Lessons {
  constructor(fetch) { Object.assign(this, { fetch, kept: new Map() }); }

  case(scenario, number) {
    const key = `${scenario} ${number}`;
    if (!this.kept.has(key)) {
      const found = this.fetch(scenario, number);
      this.kept.set(key, found);
      found.catch(() => this.kept.delete(key));
    }
    return this.kept.get(key);
  }
}

/** Cases that stand in a page that is one file. */
export class RecordedLessons {
  constructor(cases) { this.cases = cases; }

  async case(scenario, number) { return this.cases[number]; }
}
