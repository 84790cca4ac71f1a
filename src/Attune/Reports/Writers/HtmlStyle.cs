namespace Attune;

/// <summary>The style sheet of the HTML report.</summary>
static class HtmlStyle
{
    public const string Sheet =
        """
        * { box-sizing: border-box; }
        html { background: var(--attune-page); color: var(--attune-ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; -webkit-text-size-adjust: 100%; }
        body { margin: 0; }
        main { max-width: 1080px; margin: 0 auto; padding: 48px 24px 32px; overflow-wrap: break-word; }
        header { margin-bottom: 28px; }
        h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -.02em; margin: 0 0 10px; text-wrap: balance; }
        h2 { font-size: 1.3rem; line-height: 1.3; letter-spacing: -.01em; margin: 0 0 14px; }
        h3 { font-size: 1.1rem; line-height: 1.35; margin: 0 0 12px; }
        p { margin: 0 0 14px; max-width: 68ch; }
        .lead { font-size: 1.12rem; color: var(--attune-muted); margin: 0; }
        .facts { display: flex; flex-wrap: wrap; gap: 12px; margin: 0 0 24px; }
        .facts div { flex: 1 1 196px; background: var(--attune-paper); border: 1px solid var(--attune-grid); border-radius: 10px; padding: 14px 16px; min-width: 0; }
        .facts.four div { flex-basis: 140px; }
        .facts dt { color: var(--attune-muted); font-size: .82rem; line-height: 1.3; }
        .facts dd { margin: 4px 0 0; font-size: 1.42rem; font-weight: 650; line-height: 1.2; letter-spacing: -.01em; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        .facts dd.detail { font-size: .8rem; font-weight: 400; letter-spacing: 0; line-height: 1.35; color: var(--attune-muted); }
        form { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 12px; margin: 0 0 24px; }
        form label { flex: 1 1 150px; min-width: 0; color: var(--attune-muted); font-size: .82rem; line-height: 1.3; }
        input, select, button { display: block; width: 100%; margin-top: 4px; padding: 8px 10px; font: inherit; font-size: .95rem; color: var(--attune-ink); background: var(--attune-paper); border: 1px solid var(--attune-grid); border-radius: 8px; }
        button { flex: 0 0 auto; width: auto; font-weight: 600; color: var(--attune-paper); background: var(--attune-accent); border-color: var(--attune-accent); cursor: pointer; }
        nav { margin: 0 0 24px; font-size: .92rem; }
        nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 6px 20px; margin: 0; padding: 0; }
        a { color: var(--attune-accent); text-decoration: none; }
        a:hover, a:focus-visible { text-decoration: underline; }
        section { background: var(--attune-paper); border: 1px solid var(--attune-grid); border-radius: 12px; padding: 24px 28px 12px; margin: 0 0 20px; }
        section .facts div { background: var(--attune-page); border: 0; }
        section section { background: none; border: 0; border-top: 1px solid var(--attune-grid); border-radius: 0; padding: 22px 0 0; margin: 10px 0 0; }
        figure { margin: 6px 0 24px; }
        figure svg { display: block; max-width: 100%; height: auto; }
        .narrow { display: none; }
        .scroll { overflow-x: auto; margin: 0 0 20px; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; padding: 0 0 8px; }
        th { text-align: left; font-weight: 600; font-size: .8rem; color: var(--attune-muted); vertical-align: bottom; border-bottom: 1.5px solid var(--attune-muted); }
        th, td { padding: 7px 18px 7px 0; }
        th:last-child, td:last-child { padding-right: 0; }
        td { border-bottom: 1px solid var(--attune-grid); vertical-align: top; min-width: 3.2em; }
        tr:last-child td { border-bottom: 0; }
        .right { text-align: right; white-space: nowrap; }
        .short { white-space: nowrap; }
        td:not(.right):not(.short) { min-width: 11em; }
        td small { display: block; font-size: .76rem; font-weight: 400; color: var(--attune-muted); white-space: nowrap; }
        td strong { color: var(--attune-accent); }
        .none { color: var(--attune-muted); }
        details { margin: 0 0 20px; }
        summary { cursor: pointer; font-weight: 600; font-size: .9rem; padding: 4px 0 8px; }
        .note { font-size: .9rem; color: var(--attune-muted); border-left: 3px solid var(--attune-soft); padding: 2px 0 2px 14px; }
        footer { color: var(--attune-muted); font-size: .8rem; padding: 8px 4px 0; }
        @media (max-width: 640px) {
          main { padding: 24px 14px; }
          h1 { font-size: 1.6rem; }
          section { padding: 18px 16px 8px; border-radius: 10px; }
          section section { padding: 18px 0 0; }
          .facts { gap: 8px; }
          .facts div, .facts.four div { flex-basis: 128px; padding: 10px 12px; }
          section .facts div { padding: 10px 12px; }
          .facts dd { font-size: 1.2rem; }
          .wide { display: none; }
          .narrow { display: block; }
        }
        @media print {
          html { background: none; font-size: 11pt; }
          main { max-width: none; padding: 0; }
          section, section section { border: 0; padding: 0; margin: 0 0 20pt; }
          nav { display: none; }
          .wide { display: block; }
          .narrow { display: none; }
          .scroll { overflow: visible; }
          figure, tr, .facts div { break-inside: avoid; }
          h2, h3, caption { break-after: avoid; }
          details::details-content { content-visibility: visible; block-size: auto; }
        }
        """;
}
