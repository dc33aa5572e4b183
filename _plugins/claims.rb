# frozen_string_literal: true

require_relative "article"
require_relative "faults"

# The map on the home page: what _data/claims.yml says of sockets, each with the figure that decides
# and the line that was printed there. One without such a figure or line is a fault. Posts get the
# statements that they decide.
class Claims < Jekyll::Generator
  FILE = "claims.yml"
  KEYS = { "statements" => %w[says verdict post figure line], "families" => %w[name says verdict post figure line] }.freeze
  VERDICTS = { "statements" => %w[right half wrong answerable], "families" => %w[here gone] }.freeze

  priority :low

  def generate(site)
    claims = site.data["claims"] or return

    @place = File.join(site.config["data_dir"], FILE)
    @parser = site.find_converter_instance(Jekyll::Converters::Markdown).parser
    @posts = site.posts.docs.to_h { |post| [File.basename(post.url), post] }
    @figures = {}
    return Faults.tell(@place, "this has the parts #{KEYS.keys.join(", ")}, each a list") unless whole?(claims)

    @lines = lines(site.in_source_dir(@place))
    claims.each { |part, list| place(part, list) }
  end

  private

  def whole?(claims)
    claims.is_a?(Hash) && claims.all? { |part, list| KEYS.key?(part) && list.is_a?(Array) }
  end

  # In which line each claim begins, by its part.
  def lines(path)
    parts = Psych.parse_file(path).root.children.each_slice(2)
    parts.to_h { |name, list| [name.value, list.children.map { |claim| claim.start_line + 1 }] }
  end

  def place(part, claims)
    claims.each_with_index do |claim, index|
      fault = check(part, claim)
      next Faults.tell("#{@place}:#{@lines[part][index]}", fault) if fault

      post = @posts[claim["post"]]
      claim["id"] = claim["name"] || "claim-#{index + 1}"
      claim["title"] = post.data["title"]
      claim["url"] = "#{post.url}##{figures(post, claim).find { |figure| shows?(figure, claim) }.first}"
      (post.data["claims"] ||= []) << claim if part == "statements"
    end
  end

  # What is wrong with CLAIM, or nil.
  def check(part, claim)
    lost = KEYS[part] - claim.select { |_, value| value.is_a?(String) }.keys if claim.is_a?(Hash)
    return "a claim has the keys #{KEYS[part].join(", ")}, each a text" if lost.nil?
    return "#{lost.first} is missing, or no text: put it in quotes" if lost.any?
    return "there is no verdict #{claim["verdict"]}, only #{VERDICTS[part].join(", ")}" unless VERDICTS[part].include?(claim["verdict"])

    decided(claim)
  end

  # Why CLAIM is not decided where it says, or nil.
  def decided(claim)
    post = @posts[claim["post"]] or return "there is no published post #{claim["post"]}"
    figures = figures(post, claim)
    return "#{post.relative_path} has no figure #{claim["figure"]}" if figures.empty?

    "#{claim["figure"]} has no line ‘#{claim["line"]}’" unless figures.any? { |figure| shows?(figure, claim) }
  end

  # The figures of POST that CLAIM may mean: an id, a directive and a text each.
  def figures(post, claim)
    @figures[post] ||= @parser.figures(post.content)
    @figures[post].select { |_, directive| [directive.kind, directive.subject].join(" ") == claim["figure"] }
  end

  # Whether the line of CLAIM was printed, and FIGURE shows it.
  def shows?((_, directive, text), claim)
    record = @parser.material.records.for(directive)
    printed = (record ? record["processes"] : []).flat_map { |process| process["output"].to_s.lines(:chomp => true) }
    printed.include?(claim["line"]) && text.include?(claim["line"])
  end
end
