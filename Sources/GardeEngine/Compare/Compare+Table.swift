import GardeComponents
import GardeCore
import GardeIO
import GardeWords

extension Compare {
    /// A row a component, and what both took.
    func show(_ found: [Comparison], script: Duration, recipe: Duration) {
        let head = ["compare.component", "compare.script", "compare.recipe", "compare.verdict"].map { Text($0) }
        let all = [
            Text("compare.all"), Text.cost(found.compactMap(\.script), script),
            Text.cost(found.compactMap(\.recipe), recipe), Text.verbatim(""),
        ]
        let rows = [head] + found.map(\.row) + [all]
        if Answer.current == nil {
            console.table(Table(rows.map { row in row.map { $0[console.language] } }, prose: 3..<4))
        }
        for one in found { Answer.current?.add("components", one.json) }
        Answer.current?.set("script_seconds", .number(Int(script.components.seconds)))
        Answer.current?.set("recipe_seconds", .number(Int(recipe.components.seconds)))
    }
}

extension Comparison {
    fileprivate var row: [Text] {
        [.verbatim(component.name), .cost(script), .cost(recipe), text]
    }

    private var text: Text {
        switch verdict {
        case .onlyInRecipe: return Text("compare.only-in-recipe")
        case .unsafe(let failure): return Text("compare.unsafe", ["what": failure.what])
        case .same:
            let excuses = [
                changed > 0 ? Text("compare.changed", ["count": changed]) : nil,
                leftOut > 0 ? Text("compare.left-out", ["count": leftOut]) : nil,
                more > 0 ? Text("compare.more", ["count": more]) : nil,
            ]
            return ([Text("compare.same", ["count": compared])] + excuses.compactMap(\.self)).joined(separator: ", ")
        }
    }

    var json: JSON {
        let verdict =
            switch verdict {
            case .same: "same"
            case .onlyInRecipe: "only-in-recipe"
            case .unsafe: "unsafe"
            }
        return .object([
            "name": .string(component.name), "verdict": .string(verdict), "failure": .optional(failure?.id),
            "script_bytes": script.map { .number($0.bytes) } ?? .null,
            "recipe_bytes": recipe.map { .number($0.bytes) } ?? .null,
            "recipe_seconds": recipe?.took.map { .number(Int($0.components.seconds)) } ?? .null,
            "compared": .number(compared), "changed": .number(changed), "left_out": .number(leftOut),
            "more": .number(more),
        ])
    }
}

extension Text {
    fileprivate static func cost(_ cost: Comparison.Cost?) -> Text {
        guard let cost else { return .verbatim("–") }
        guard let took = cost.took else { return .bytes(cost.bytes) }
        return Text("compare.cost", ["bytes": Bytes(cost.bytes), "took": took])
    }

    fileprivate static func cost(_ all: [Comparison.Cost], _ took: Duration) -> Text {
        .cost(.init(bytes: all.reduce(0) { $0 + $1.bytes }, took: took))
    }
}
