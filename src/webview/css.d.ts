// Style sheets are bundled beside the script; see scripts/build/build.mjs.
declare module "*.css";
