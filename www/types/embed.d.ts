// Gives every <iframe data-carteiro> its height; fires what the playground in it tells as events on it.
export {};
