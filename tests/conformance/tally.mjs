/** Counts checks, prints one line for each, and ends a suite with the line that test.sh reads. */
export class Tally {
  passed = 0;
  failed = 0;

  note(ok, name, why = '') {
    if (ok) this.passed++;
    else this.failed++;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}${ok || !why ? '' : ` -- ${why}`}`);
  }

  /** Runs a check that returns nothing when it holds, and the reason when it does not. */
  async check(name, holds) {
    try {
      const why = await holds();
      this.note(!why, name, why);
    } catch (error) {
      this.note(false, name, `no usable answer: ${error.cause?.message ?? error.message}`);
    }
  }

  /** Prints the closing line; the process ends with 1 when anything failed or nothing was checked. */
  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}
