# Sourced by each script of this folder. Run one as: Rscript two-arms.R   (from this folder)
suppressPackageStartupMessages({ library(jsonlite) })
versions <- function(packages = c()) {
  list(R = R.version.string,
       packages = as.list(sapply(packages, function(p) as.character(packageVersion(p)))))
}
save_golden <- function(name, value, packages = c()) {
  value$made_by <- versions(c("jsonlite", packages))
  write(toJSON(value, digits = I(16), auto_unbox = TRUE, null = "null", na = "null", pretty = 1),
        paste0(name, ".golden.json"))
}
