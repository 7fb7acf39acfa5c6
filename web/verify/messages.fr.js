export const fr = {
  heading: 'Vérification d’identité',
  loading: 'Un instant…',
  footnote: 'Ce lien vous est personnel. Merci de ne pas le partager.',
  waiting: {
    starting: ['Préparation en cours', 'Cela ne prend qu’un instant.'],
    scan: [
      'Scannez ce code avec votre téléphone',
      'Pointez l’appareil photo du téléphone vers le code et ouvrez le lien. Gardez cette page ouverte : elle suit votre progression.',
    ],
    device: ['Vérifiez votre identité', 'Préparez votre pièce d’identité. Cela prend quelques minutes.'],
    sdk: ['Continuez dans l’application', 'La vérification se poursuit dans l’application d’où vous venez.'],
    lapsed: {
      unknown: ['Le délai pour commencer est écoulé', 'Pas d’inquiétude : vous pouvez simplement continuer.'],
      qr: ['Ce code a expiré', 'Pas d’inquiétude : demandez-en un nouveau et continuez.'],
      link: ['Ce lien a expiré', 'Pas d’inquiétude : demandez-en un nouveau et continuez.'],
    },
    begunElsewhere: [
      'Continuez sur votre téléphone',
      'Vous avez commencé. Cette page suit votre progression.',
    ],
    begunHere: ['Vous avez commencé', 'Continuez quand vous voulez. Cette page suit votre progression.'],
    processing: [
      'Nous vérifions vos informations',
      'Vous avez terminé. Cela prend en général moins d’une minute.',
    ],
  },
  action: {
    scanAlt: 'Code QR qui ouvre la vérification sur votre téléphone',
    scanLoading: 'Chargement du code…',
    scanFailed: 'Le code n’a pas pu être chargé.',
    retry: 'Réessayer',
    here: 'Continuer sur cet appareil',
    go: 'Continuer',
    otherDevice: 'Utiliser un autre appareil',
    codeAgain: 'Afficher à nouveau le code',
    linkAgain: 'J’ai besoin d’un nouveau lien',
    newCode: 'Obtenir un nouveau code',
    newLink: 'Obtenir un nouveau lien',
    renewing: 'Un instant…',
    renewed: 'C’est renouvelé.',
    cannotRenew:
      'Impossible d’en obtenir un nouveau pour le moment. Si vous avez déjà commencé, continuez là où vous étiez.',
    renewalFailed: 'Cela n’a pas fonctionné. Veuillez réessayer dans un instant.',
    back: 'Retour',
  },
  countdown: {
    remaining: 'Expire dans {time}',
    until: 'Expire : {time}',
    soon: 'Il reste moins d’une minute.',
  },
  ended: {
    approved: ['Votre identité est vérifiée', 'Tout est en ordre. Vous n’avez plus rien à faire.'],
    declined: [
      'Nous n’avons pas pu vous vérifier',
      'L’application d’où vous venez peut vous indiquer la suite.',
    ],
    in_review: [
      'Une personne examine votre dossier',
      'Vous pouvez fermer cette page. L’application d’où vous venez vous donnera le résultat.',
    ],
    expired: [
      'Le délai est écoulé',
      'Pour réessayer, lancez une nouvelle vérification dans l’application d’où vous venez.',
    ],
    cancelled: [
      'Vérification annulée',
      'Si ce n’était pas voulu, recommencez dans l’application d’où vous venez.',
    ],
    failed: [
      'Un problème est survenu',
      'Vous n’y êtes pour rien. Veuillez recommencer dans l’application d’où vous venez.',
    ],
  },
  refused: {
    missing: ['Ce lien est incomplet', 'Veuillez l’ouvrir à nouveau depuis l’endroit où vous l’avez reçu.'],
    invalid: [
      'Ce lien ne fonctionne pas',
      'Veuillez l’ouvrir à nouveau depuis l’endroit où vous l’avez reçu, ou en demander un autre.',
    ],
    expired: ['Ce lien a expiré', 'Veuillez retourner dans l’application d’où vous venez et recommencer.'],
    unreachable: [
      'Service injoignable pour le moment',
      'Veuillez vérifier votre connexion. Nous continuons d’essayer.',
    ],
  },
  offline: 'La connexion est interrompue. Nouvelle tentative…',
  steps: {
    heading: 'Votre progression',
    begin: 'Début',
    document: 'Pièce d’identité',
    chip: 'Puce du document',
    face: 'Photo de votre visage',
    background_check: 'Contrôle des antécédents',
    address: 'Adresse',
    other: 'Autre étape',
    yours: 'Vos étapes',
    check: 'Vérification de vos informations',
    review: 'Examen par une personne',
    result: 'Résultat',
    state: { done: 'terminé', now: 'en cours', later: 'à faire' },
  },
};
