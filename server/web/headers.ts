/** Security headers, the same on every answer of a face unless a page adds its own policy. */

const COMMON: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-robots-tag': 'noindex, nofollow, noarchive',
};

const STRICT_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** For answers without a page of their own: errors, JSON, redirects. */
export const PLAIN_HEADERS: Readonly<Record<string, string>> = {
  ...COMMON,
  'cache-control': 'no-store',
  'content-security-policy': STRICT_POLICY,
};

/** For a page. */
export function pageHeaders(contentSecurityPolicy: string): Record<string, string> {
  return {
    ...COMMON,
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy,
    'content-type': 'text/html; charset=utf-8',
  };
}

/** For a file whose name is the hash of its content. */
export function assetHeaders(type: string): Record<string, string> {
  return {
    ...COMMON,
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': STRICT_POLICY,
    'content-type': type,
  };
}
