// Sphinx cuts pages into Chinese words but leaves queries whole. Here a query is cut by the words of the index itself,
// the longest first, so that 政府信息公开条例 finds what has 政府, 信息, 公开 and 条例.
var splitQuery = (query) => {
  const index = Search._index || {};
  const isKnown = (word) =>
    [index.terms, index.titleterms].some((terms) => terms && Object.hasOwn(terms, word));
  const cut = (run) => {
    const words = [];
    for (let at = 0; at < run.length; ) {
      let size = Math.min(8, run.length - at);
      while (size > 1 && !isKnown(run.slice(at, at + size))) size -= 1;
      // A character alone is in no index; what is not known at all is asked for as it was written.
      if (size > 1) words.push(run.slice(at, at + size));
      at += size;
    }
    return words.length ? words : [run];
  };
  return query
    .split(/[^\p{Letter}\p{Number}_\p{Emoji_Presentation}]+/gu)
    .flatMap((part) => part.split(/(\p{Script=Han}+)/u))
    .filter((part) => part)
    .flatMap((part) => (/\p{Script=Han}/u.test(part) ? cut(part) : [part]));
};
