// A recipe says `import Garde`, and no more.
@_exported public import GardeComponents
@_exported public import GardeCore
@_exported public import GardeDestinations
@_exported public import GardeEngine
@_exported public import GardeNotifiers
@_exported public import GardeWords
