// Where the actors stand: the layout begins on a spiral and follows forces, without chance, so that
// the same cards make the same picture.

const ROUNDS = 240;

/** Place nodes so that those with common cards are near and no label lies on another. */
function arrange(nodes, links, width, height) {
  const top = Math.max(1, ...nodes.map((node) => node.count));
  nodes.forEach((node, place) => {
    const angle = place * 2.39996; // the golden angle
    const far = Math.sqrt(place / nodes.length) * 0.42;
    node.r = 5 + 13 * Math.sqrt(node.count / top);
    node.half = Math.max(node.r, Math.min(node.name.length, 26) * 3.3) + 4;
    node.x = width * (0.5 + far * Math.cos(angle));
    node.y = height * (0.5 + far * Math.sin(angle));
  });
  const room = Math.sqrt((width * height) / (nodes.length || 1));
  for (let round = 0; round < ROUNDS; round++) {
    const heat = (room / 6) * (1 - round / ROUNDS);
    const moves = nodes.map((node) => [(width / 2 - node.x) * 0.02, (height / 2 - node.y) * 0.03]);
    const push = (n, m, force, dx, dy, distance) => {
      const [x, y] = [(dx / distance) * force, (dy / distance) * force];
      moves[n][0] += x;
      moves[n][1] += y;
      moves[m][0] -= x;
      moves[m][1] -= y;
    };
    nodes.forEach((a, n) => {
      nodes.slice(n + 1).forEach((b, further) => {
        const [dx, dy] = [a.x - b.x || 0.1, a.y - b.y || 0.1];
        const distance = Math.hypot(dx, dy);
        push(n, n + 1 + further, (room * room * 0.55) / distance, dx, dy, distance);
      });
    });
    const place = new Map(nodes.map((node, n) => [node, n]));
    for (const { a, b, count } of links) {
      const distance = Math.hypot(a.x - b.x, a.y - b.y) || 0.1;
      const share = count / Math.sqrt(a.count * b.count);
      push(
        place.get(a),
        place.get(b),
        (-distance * distance * share) / room,
        a.x - b.x,
        a.y - b.y,
        distance,
      );
    }
    nodes.forEach((node, n) => {
      const length = Math.hypot(...moves[n]) || 1;
      node.x += (moves[n][0] / length) * Math.min(length, heat);
      node.y += (moves[n][1] / length) * Math.min(length, heat);
    });
    apart(nodes, width, height);
  }
  for (let round = 0; round < 60; round++) apart(nodes, width, height);
}

/** Push boxes of a node and its label apart, and into the picture. */
function apart(nodes, width, height) {
  nodes.forEach((a, n) => {
    for (const b of nodes.slice(n + 1)) {
      const wide = a.half + b.half - Math.abs(a.x - b.x);
      const dy = a.y - b.y;
      const high = (dy < 0 ? a.r + 18 + b.r : b.r + 18 + a.r) - Math.abs(dy);
      if (wide <= 0 || high <= 0) continue;
      if (high <= wide) {
        const by = (high / 2) * (dy < 0 ? -1 : 1);
        [a.y, b.y] = [a.y + by, b.y - by];
      } else {
        const by = (wide / 2) * (a.x < b.x ? -1 : 1);
        [a.x, b.x] = [a.x + by, b.x - by];
      }
    }
  });
  for (const node of nodes) {
    node.x = Math.min(Math.max(node.x, node.half), width - node.half);
    node.y = Math.min(Math.max(node.y, node.r + 4), height - node.r - 20);
  }
}
