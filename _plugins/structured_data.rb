# frozen_string_literal: true

require "json"

# What a page is, for search engines, as schema.org calls it (JSON-LD): an article in its
# series, or the site itself. It is data, and no script that runs.
module StructuredData
  # Of PAGE, whose `summary` and `picture` others are shown; T are the strings of its
  # language. "" where there is nothing to tell.
  def structured_data(page, t, site, summary, picture)
    name = t["title"] || site["title"]
    home = { "@type" => "WebSite", "name" => name, "url" => absolute_url(t["root"]) }
    shown = { "description" => summary, "image" => picture, "inLanguage" => page["lang"],
              "publisher" => { "@type" => "Organization", "name" => name, "url" => home["url"] } }
    graph =
      if page["collection"] == "posts" then [article(page, t, site).merge(shown), trail(page, t, home)]
      elsif page["url"] == t["root"] then [home.merge(shown, "headline" => t.dig("home", "lead"))]
      end
    graph ? StructuredData.element(graph) : ""
  end

  # Where the card of the page at URL lies, which tools/cards draws.
  def card(url)
    path = url.delete_prefix("/").chomp("/")
    "/assets/cards/#{path.empty? ? "home" : path}.png"
  end

  # `<` may not stand there, which could end it.
  def self.element(graph)
    text = JSON.generate({ "@context" => "https://schema.org", "@graph" => graph }).gsub("<", "\\u003c")
    %(<script type="application/ld+json">#{text}</script>)
  end

  private

  def article(page, t, site)
    url = absolute_url(page["url"])
    modified = page["last_modified_at"] || page["date"]
    { "@type" => "BlogPosting", "headline" => page["title"].to_s, "url" => url, "mainEntityOfPage" => url,
      "datePublished" => date_to_xmlschema(page["date"]), "dateModified" => date_to_xmlschema(modified),
      "author" => writer(page["author"], site, t), "keywords" => page["tags"],
      "isPartOf" => ([series(page, t)] if page["series"]), "position" => page["series_number"] }.compact
  end

  def writer(author, site, t)
    known = (site["data"]["authors"] || {})[author] if author.is_a?(String)
    name = [known || author].flatten.map { |one| one.is_a?(Hash) ? one["name"] : one }.compact.join(", ")
    return { "@type" => "Person", "name" => name } unless name.empty?

    { "@type" => "Organization", "name" => t["title"] || site["title"] }
  end

  def series(page, t)
    { "@type" => "CreativeWorkSeries", "name" => page["series"].to_s, "url" => absolute_url(series_path(page, t)) }
  end

  def series_path(page, t)
    "#{t["root"]}series/##{term_fragment(page["series"])}"
  end

  # The way down to an article.
  def trail(page, t, home)
    steps = [[home["name"], home["url"]]]
    steps << [page["series"].to_s, absolute_url(series_path(page, t))] if page["series"]
    steps << [page["title"].to_s, absolute_url(page["url"])]
    items = steps.map.with_index(1) do |(name, url), position|
      { "@type" => "ListItem", "position" => position, "name" => name, "item" => url }
    end
    { "@type" => "BreadcrumbList", "itemListElement" => items }
  end
end

Liquid::Template.register_filter(StructuredData)
