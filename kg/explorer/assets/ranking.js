/* The leaderboard's figures: which pairs of dataset and metric there are, and the figures of one in order. */

const ANY = "any"; // as a dataset: whatever the figure was measured on
const UNNAMED = "none"; // as a metric: figures whose sentence names none
const ENOUGH = 3; // figures from which a pair of dataset and metric is worth opening with

const datasetsOf = (one) => [ANY, ...tied(one, "dataset").map((node) => node.key)];
const metricsOf = (one) => (one.metric ? tied(one, "metric").map((node) => node.key) : [UNNAMED]);
const inPair = ({ dataset, metric }) => (one) => datasetsOf(one).includes(dataset) && metricsOf(one).includes(metric);

/** How many figures have each value, the most frequent first; what is not named last, for nobody knows what it measures. */
function frequent(figures, valuesIn) {
  const counts = new Map();
  for (const one of figures) for (const value of valuesIn(one)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => (a[0] === UNNAMED) - (b[0] === UNNAMED) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** The pair to open with: the most frequent, where it has enough to compare; otherwise any dataset. */
function openingPair(figures) {
  const pairs = (one) => datasetsOf(one).slice(1).flatMap((dataset) => metricsOf(one).map((metric) => `${dataset} ${metric}`));
  const [best] = frequent(figures.filter((one) => one.metric), pairs);
  const [dataset, metric] = best?.[1] >= ENOUGH ? best[0].split(" ") : [ANY];
  return { dataset, metric };
}

/** The pair that is asked for as far as some figures have it, with what else could be chosen: values with their counts. */
function pairOf(figures, asked) {
  const has = (counts, value) => counts.some(([one]) => one === value);
  const datasets = frequent(figures, datasetsOf);
  const wanted = asked.dataset || asked.metric ? asked : openingPair(figures);
  const dataset = has(datasets, wanted.dataset) ? wanted.dataset : ANY;
  const metrics = frequent(figures.filter((one) => datasetsOf(one).includes(dataset)), metricsOf);
  const metric = has(metrics, wanted.metric) ? wanted.metric : metrics[0]?.[0];
  return { dataset, metric, datasets, metrics };
}

/** The figures in order by unit, that of most figures first; each group holds `{ one, rank }`, equal figures of one rank. */
function ranked(figures, lowestFirst) {
  const end = lowestFirst ? lowest : highest;
  const turn = lowestFirst ? 1 : -1;
  return frequent(figures, (one) => [unitOf(one)]).map(([unit]) => {
    const own = figures.filter((one) => unitOf(one) === unit);
    own.sort((a, b) => turn * (end(a) - end(b)) || a.paper - b.paper);
    let rank = 0;
    const rows = own.map((one, i) => ({ one, rank: i && end(own[i - 1]) === end(one) ? rank : (rank = i + 1) }));
    return { unit, rows, most: own.reduce((most, one) => Math.max(most, highest(one)), 0) };
  });
}
