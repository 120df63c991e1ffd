"""The pack about itself: frontmatter, links, snippets, budgets, payload."""
