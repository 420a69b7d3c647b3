# The report's numbers for the Social Security scam training trial, made again from the trial's two
# files without this project's code.
#     Rscript check.R PARTICIPANTS.csv JUDGEMENTS.csv > check.golden.json
suppressPackageStartupMessages({ library(jsonlite); library(sandwich) })
args <- commandArgs(TRUE)
p <- read.csv(args[1], stringsAsFactors = FALSE); j <- read.csv(args[2], stringsAsFactors = FALSE)
real <- function(kind) tapply(j$judged[j$kind == kind] == "real", j$participant[j$kind == kind], mean)
p$lure <- real("scam")[as.character(p$participant)]; p$twin <- real("genuine")[as.character(p$participant)]
arms <- c("written_tips", "existing_notice", "interactive_training")
level <- .95; z <- qnorm(.975)
compare <- function(d, y, arm) {
  a <- d[[y]][d$arm == arm & !is.na(d[[y]])]; b <- d[[y]][d$arm == "control" & !is.na(d[[y]])]
  t <- t.test(a, b)
  m <- lm(c(a, b) ~ rep(1:0, c(length(a), length(b))))
  list(arm = arm, n = length(a), m = length(b), risk = mean(a), control = mean(b), estimate = mean(a) - mean(b),
       se = sqrt(vcovHC(m, type = "HC2")[2, 2]), df = unname(t$parameter), lower = t$conf.int[1], upper = t$conf.int[2], p = t$p.value)
}
bounds <- function(arm) {
  f <- function(a, v) { y <- p$lure[p$arm == a]; y[is.na(y)] <- v; y }
  lo <- mean(f(arm, 0)) - mean(f("control", 1)); hi <- mean(f(arm, 1)) - mean(f("control", 0))
  list(arm = arm, lower = lo, upper = hi)
}
# d' with the log-linear correction on pooled messages; errors between people by linearisation.
detect <- function(arm) {
  s <- j[j$participant %in% p$participant[p$arm == arm], ]
  s$refused <- s$judged != "real"
  r <- with(s, tapply(refused, list(participant, kind), sum)); m <- with(s, tapply(refused, list(participant, kind), length))
  H <- sum(r[, "scam"]) / sum(m[, "scam"]); F <- sum(r[, "genuine"]) / sum(m[, "genuine"])
  u <- (r[, "scam"] - H * m[, "scam"]) / sum(m[, "scam"]); v <- (r[, "genuine"] - F * m[, "genuine"]) / sum(m[, "genuine"])
  k <- nrow(r) / (nrow(r) - 1)
  Hc <- (sum(r[, "scam"]) + .5) / (sum(m[, "scam"]) + 1); Fc <- (sum(r[, "genuine"]) + .5) / (sum(m[, "genuine"]) + 1)
  h <- dnorm(qnorm(Hc)); f <- dnorm(qnorm(Fc))
  var_d <- k * sum((u / h - v / f)^2); var_c <- k * sum((u / h + v / f)^2) / 4
  list(arm = arm, d = qnorm(Hc) - qnorm(Fc), dse = sqrt(var_d), c = -(qnorm(Hc) + qnorm(Fc)) / 2, cse = sqrt(var_c))
}
all <- c("control", arms)
out <- list(
  assigned = as.list(table(p$arm)), analysed = as.list(table(p$arm[!is.na(p$lure)])),
  sampleRatio = chisq.test(table(p$arm))$p.value, attrition = chisq.test(table(p$arm, is.na(p$lure)))$p.value,
  lure = lapply(arms, function(a) compare(p, "lure", a)), twin = lapply(arms, function(a) compare(p, "twin", a)),
  holm = p.adjust(sapply(arms, function(a) compare(p, "lure", a)$p), "holm"),
  two_weeks = lapply(arms, function(a) compare(p[p$follow_up_wave == "two_weeks", ], "lure", a)),
  four_weeks = lapply(arms, function(a) compare(p[p$follow_up_wave == "four_weeks", ], "lure", a)),
  bounds = lapply(arms, bounds), detection = lapply(all, detect),
  made_by = list(R = R.version.string, sandwich = as.character(packageVersion("sandwich")), jsonlite = as.character(packageVersion("jsonlite"))))
cat(toJSON(out, digits = I(16), auto_unbox = TRUE, pretty = 1), "\n")
