# The report's numbers for the Social Security scam training trial, made again from the trial's two
# files without this project's code.
#     Rscript check.R PARTICIPANTS.csv JUDGEMENTS.csv > check.golden.json
suppressPackageStartupMessages({ library(jsonlite); library(sandwich); library(estimatr) })
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
# Lin's estimator with age bands; people without one form a band of their own, which is left out
# where an arm followed up nobody in it.
lin <- function(arm) {
  d <- p[p$arm %in% c(arm, "control") & !is.na(p$lure), ]; d$t <- as.integer(d$arm == arm)
  d$b35 <- as.integer(d$age_band == "35-54"); d$b55 <- as.integer(d$age_band == "55+"); d$none <- as.integer(d$age_band == "")
  both <- all(tapply(d$none, d$t, sum) > 0)
  f <- lm_lin(lure ~ t, covariates = if (both) ~ b35 + b55 + none else ~ b35 + b55, data = d, se_type = "HC2")
  # HC2 by hand: who alone makes up a band in an arm has leverage 1, no residual, and adds nothing.
  C <- scale(as.matrix(d[c("b35", "b55", if (both) "none")]), scale = FALSE); m <- lm(lure ~ t * C, d)
  h <- hatvalues(m); o <- ifelse(1 - h < 1e-9, 0, residuals(m)^2 / (1 - h)); X <- model.matrix(m); B <- solve(crossprod(X))
  stopifnot(abs(coef(m)["t"] - f$coefficients["t"]) < 1e-10)
  list(arm = arm, estimate = unname(coef(m)["t"]), se = sqrt((B %*% crossprod(X, o * X) %*% B)["t", "t"]))
}
# Lee's bounds, person by person; the arm followed better is trimmed, ties in part.
lee <- function(arm) {
  y1 <- p$lure[p$arm == arm]; y0 <- p$lure[p$arm == "control"]; q1 <- mean(!is.na(y1)); q0 <- mean(!is.na(y0))
  cut <- function(y, share, top) { o <- sort(y[!is.na(y)], decreasing = !top); k <- length(o) * share; w <- pmax(0, pmin(1, k - (seq_along(o) - 1))); sum(w * o) / k }
  m <- function(y) mean(y, na.rm = TRUE)
  if (q1 >= q0) list(arm = arm, lower = cut(y1, q0 / q1, TRUE) - m(y0), upper = cut(y1, q0 / q1, FALSE) - m(y0))
  else list(arm = arm, lower = m(y1) - cut(y0, q1 / q0, FALSE), upper = m(y1) - cut(y0, q1 / q0, TRUE))
}
# Weights for being followed up, from age bands within arms.
weighted <- function(arm) {
  m <- function(a) { d <- p[p$arm == a, ]; e <- ave(as.numeric(!is.na(d$lure)), d$age_band); k <- !is.na(d$lure); sum((d$lure / e)[k]) / sum((1 / e)[k]) }
  list(arm = arm, estimate = m(arm) - m("control"))
}
# How often drawing arms again gives a difference as large: 100,000 draws, so an error of 0.0016 at most.
redrawn <- function(arm) {
  set.seed(7); d <- p[p$arm %in% c(arm, "control") & !is.na(p$lure), ]; n <- sum(d$arm == arm); total <- sum(d$lure); m <- nrow(d) - n
  seen <- mean(d$lure[d$arm == arm]) - mean(d$lure[d$arm == "control"])
  s <- replicate(1e5, sum(d$lure[sample.int(n + m, n)]))
  list(arm = arm, p = (1 + sum(abs(s / n - (total - s) / m) >= abs(seen) - 1e-12)) / (1 + 1e5))
}
all <- c("control", arms)
out <- list(
  assigned = as.list(table(p$arm)), analysed = as.list(table(p$arm[!is.na(p$lure)])),
  sampleRatio = chisq.test(table(p$arm))$p.value, attrition = chisq.test(table(p$arm, is.na(p$lure)))$p.value,
  lure = lapply(arms, function(a) compare(p, "lure", a)), twin = lapply(arms, function(a) compare(p, "twin", a)),
  holm = p.adjust(sapply(arms, function(a) compare(p, "lure", a)$p), "holm"),
  two_weeks = lapply(arms, function(a) compare(p[p$follow_up_wave == "two_weeks", ], "lure", a)),
  four_weeks = lapply(arms, function(a) compare(p[p$follow_up_wave == "four_weeks", ], "lure", a)),
  bounds = lapply(arms, bounds), detection = lapply(all, detect), lin = lapply(arms, lin), lee = lapply(arms, lee), weighted = lapply(arms, weighted), redrawn = lapply(arms, redrawn),
  made_by = list(R = R.version.string, sandwich = as.character(packageVersion("sandwich")), estimatr = as.character(packageVersion("estimatr")), jsonlite = as.character(packageVersion("jsonlite"))))
cat(toJSON(out, digits = I(16), auto_unbox = TRUE, pretty = 1), "\n")
