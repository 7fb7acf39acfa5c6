const shape = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** The client token of `/verify#<token>`, or null. */
export function tokenOf(hash) {
  const token = hash.replace(/^#/, '');
  return shape.test(token) ? token : null;
}

/** Only to say why a refused token was refused; whether it is good is the gateway's to decide. */
export function hasLapsed(token, now) {
  try {
    const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const { exp } = JSON.parse(atob(payload));
    return typeof exp === 'number' && exp * 1000 <= now;
  } catch {
    return false;
  }
}
