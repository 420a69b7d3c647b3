# Beta-binomial posteriors by adaptive integration, and Boschloo's test by its definition.
source("common.R")
bayes <- function(x1, n1, x0, n0, level, a = .5, b = .5) {
  p <- c(a + x1, b + n1 - x1); q <- c(a + x0, b + n0 - x0)
  I <- function(f, lo, hi) integrate(f, lo, hi, rel.tol = 1e-12, abs.tol = 1e-14, subdivisions = 2000)$value
  g <- function(t, p) dbeta(sin(t)^2, p[1], p[2]) * 2 * sin(t) * cos(t)
  cut <- c(0, asin(sqrt(qbeta(c(1e-12, .01, .5, .99, 1 - 1e-12), p[1], p[2]))), pi / 2)
  P <- function(shift) sum(sapply(2:length(cut), function(i) I(function(t) g(t, p) * pbeta(sin(t)^2 - shift, q[1], q[2]), cut[i - 1], cut[i])))
  loss <- sum(sapply(2:length(cut), function(i) I(function(t) g(t, p) * sapply(sin(t)^2, function(x)
    x * pbeta(x, q[1], q[2]) - q[1] / sum(q) * pbeta(x, q[1] + 1, q[2])), cut[i - 1], cut[i])))
  qn <- function(pr) uniroot(function(s) 1 - P(s) - pr, c(-.999, .999), tol = 1e-13)$root
  list(treated = list(events = x1, participants = n1), control = list(events = x0, participants = n0), level = level,
       higher = P(0), above = loss, estimate = p[1] / sum(p) - q[1] / sum(q), lower = qn((1 - level) / 2), upper = qn((1 + level) / 2))
}
boschloo <- function(x1, n1, x0, n0, alternative) {
  fp <- function(a, b) fisher.test(matrix(c(a, n1 - a, b, n0 - b), 2, byrow = TRUE), alternative = alternative)$p.value
  stat <- fp(x1, x0)
  grid <- expand.grid(a = 0:n1, b = 0:n0)
  keep <- grid[mapply(fp, grid$a, grid$b) <= stat * (1 + 1e-7), ]
  f <- function(p) sum(dbinom(keep$a, n1, p) * dbinom(keep$b, n0, p))
  g <- seq(.0005, .9995, by = .0005); v <- sapply(g, f); i <- which.max(v)
  best <- optimize(f, c(g[max(1, i - 1)], g[min(length(g), i + 1)]), maximum = TRUE, tol = 1e-12)$objective
  list(treated = list(events = x1, participants = n1), control = list(events = x0, participants = n0), alternative = alternative, statistic = stat, p = max(best, v))
}
save_golden("bayes-boschloo", list(
  bayes = list(bayes(31, 412, 52, 398, .95), bayes(3, 20, 9, 22, .9), bayes(0, 15, 4, 16, .95), bayes(410, 5000, 300, 5200, .95)),
  boschloo = list(boschloo(7, 12, 2, 11, "two.sided"), boschloo(3, 20, 9, 22, "two.sided"), boschloo(3, 20, 9, 22, "less"), boschloo(10, 15, 4, 18, "greater"))))
