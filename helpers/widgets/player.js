// An explorer on a web page: no kernel answers, but the states that were recorded.
// `record` is what record.py made; its axes are the controls that can be moved.

function play(root, record) {
  const axes = Object.entries(record.axes);
  const fixed = Object.keys(record.spec.controls).filter(name => !record.axes[name]);
  const frozen = Object.fromEntries(fixed.map(name => [name, { disabled: true }]));

  const state = (number, answers) => {
    const { parts, words, values, regions, changes } = record.states[number];
    const shown = parts.map(n => record.parts[n]);
    const used = new Set(shown.map(part => part.image));
    return {
      parts: shown,
      images: Object.fromEntries(
        Object.entries(record.images).filter(([key]) => used.has(key))),
      words,
      values,
      regions: record.regions[regions],
      changes: { ...changes, ...frozen },
      answers,
    };
  };
  let show;
  explorer(root, {
    spec: record.spec,
    ask(values, number) {
      let place = 0;
      for (const [name, kept] of axes) {
        const far = kept.map(value => Math.abs(Number(value) - Number(values[name])));
        place = place * kept.length + far.indexOf(Math.min(...far));
      }
      show(state(place, number));
    },
    press() {},
    listen(listener) {
      show = listener;
      show(state(record.first, undefined));
      return () => {};
    },
  });
}
