# Standardisation over cells: the saturated regression with HC2 errors, and its parts by hand.
source("common.R")
suppressPackageStartupMessages({ library(sandwich) })
set.seed(4)
n <- 640
d <- data.frame(cell = sample(letters[1:4], n, TRUE, c(.4, .3, .2, .1)), arm = rbinom(n, 1, .45))
d$binary <- rbinom(n, 1, plogis(-1 + .5 * (d$cell == "b") - .4 * d$arm + .6 * d$arm * (d$cell == "c")))
d$share <- rbinom(n, 7, plogis(-.5 + .3 * (d$cell == "d") - .3 * d$arm)) / 7
study <- function(y) {
  d$y <- y
  w <- table(d$cell) / n
  X <- model.matrix(~ 0 + cell + cell:arm, d)
  m <- lm(y ~ 0 + cell + cell:arm, d)
  k <- c(rep(0, 4), as.numeric(w))
  V <- vcovHC(m, type = "HC2")
  est <- sum(k * coef(m)); se <- sqrt(drop(t(k) %*% V %*% k))
  parts <- do.call(rbind, lapply(names(w), function(c) do.call(rbind, lapply(0:1, function(a) {
    v <- d$y[d$cell == c & d$arm == a]; data.frame(v = w[[c]]^2 * var(v) / length(v), n = length(v)) }))))
  df <- sum(parts$v)^2 / sum(parts$v^2 / (parts$n - 1))
  cells <- lapply(names(w), function(c) {
    mo <- function(a) { v <- d$y[d$cell == c & d$arm == a]; list(participants = length(v), sum = sum(v), sumOfSquares = sum(v^2)) }
    list(treated = mo(1), control = mo(0)) })
  tt <- t.test(d$y[d$arm == 1], d$y[d$arm == 0])
  all <- function(a) { v <- d$y[d$arm == a]; list(participants = length(v), sum = sum(v), sumOfSquares = sum(v^2)) }
  list(cells = cells, estimate = est, se = se, df = df, p = 2 * pt(-abs(est / se), df),
       interval = est + c(-1, 1) * qt(.975, df) * se,
       whole = list(treated = all(1), control = all(0)), welch = list(estimate = unname(diff(rev(tt$estimate))), df = unname(tt$parameter),
         p = tt$p.value, interval = as.numeric(tt$conf.int)))
}
save_golden("standardised", list(binary = study(d$binary), share = study(d$share)), packages = "sandwich")
