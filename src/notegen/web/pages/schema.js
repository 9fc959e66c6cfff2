// What kind of field a part of the JSON Schema asks for.

let root = { properties: {}, $defs: {} };

export function useSchema(schema) {
  root = schema;
}

export const recordSchema = () => root;

/** The schema itself, references followed, without the choice of nothing at all. */
export function resolve(schema) {
  const { $ref, anyOf, oneOf, ...rest } = schema;
  if ($ref) return { ...resolve(root.$defs[$ref.split("/").at(-1)]), ...rest, model: $ref.split("/").at(-1) };
  const choices = (anyOf ?? oneOf)?.filter((part) => part.type !== "null");
  if (!choices || rest.properties) return schema;
  if (choices.length === 1) return { ...resolve(choices[0]), ...rest };
  return { ...rest, choices: choices.map(resolve) };
}

const types = (schema) => [schema.type].flat();

/** One of: map, object, list, textOrList, oneOrList, textOrObject, choice, yes, number, date, period, markdown, text. */
export function kindOf(schema) {
  if (schema.choices) {
    const list = schema.choices.find((part) => part.items);
    const object = schema.choices.find((part) => part.properties);
    if (list && schema.choices.some((part) => kindOf(part) === kindOf(resolve(list.items)) && kindOf(part) !== "text")) return "oneOrList";
    if (list) return "textOrList";
    return object ? "textOrObject" : "text";
  }
  if (schema.properties) return "object";
  if (schema.additionalProperties) return "map";
  if (schema.items) return "list";
  if (schema.enum) return "choice";
  if (types(schema)[0] === "boolean") return "yes";
  if (types(schema)[0] === "integer") return "number";
  if (schema.format === "date") return "date";
  if (schema.pattern?.startsWith("^\\d{4}(-")) return "period";
  return schema.contentMediaType === "text/markdown" ? "markdown" : "text";
}

/** The schema of the entries of a list. */
export const itemsOf = (schema) => resolve(schema.items ?? schema.choices.find((part) => part.items).items);

/** The schema of the mapping among the choices. */
export const objectOf = (schema) => (schema.properties ? schema : schema.choices.find((part) => part.properties));
