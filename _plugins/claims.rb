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
    @lines = lines(site.in_source_dir(@place))
    @parser = site.find_converter_instance(Jekyll::Converters::Markdown).parser
    @posts = site.posts.docs.to_h { |post| [File.basename(post.url), post] }
    KEYS.each_key { |part| place(part, claims[part].to_a) }
  end

  private

  # In which line each claim begins, by its part.
  def lines(path)
    parts = Psych.parse_file(path).root.children.each_slice(2)
    parts.to_h { |name, list| [name.value, list.children.to_a.map { |claim| claim.start_line + 1 }] }
  end

  def place(part, claims)
    claims.each_with_index do |claim, index|
      fault = check(part, claim)
      next Faults.tell("#{@place}:#{@lines[part][index]}", fault) if fault

      post = @posts[claim["post"]]
      claim["id"] = claim["name"] || "claim-#{index + 1}"
      claim["title"] = post.data["title"]
      claim["url"] = "#{post.url}##{figure(post, claim["figure"]).first}"
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
    _, directive = figure(post, claim["figure"])
    return "#{post.relative_path} has no figure #{claim["figure"]}" unless directive

    record = @parser.material.records.for(directive)
    printed = (record ? record["processes"] : []).flat_map { |process| process["output"].to_s.lines(:chomp => true) }
    "#{claim["figure"]} has no line ‘#{claim["line"]}’" unless printed.include?(claim["line"])
  end

  # The id and the directive of the figure of POST that NAME means.
  def figure(post, name)
    (@figures ||= {})[post] ||= @parser.figures(post.content)
    @figures[post].find { |_, directive| [directive.kind, directive.subject].join(" ") == name }
  end
end
