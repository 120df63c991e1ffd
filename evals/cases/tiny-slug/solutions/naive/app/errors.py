class AppError(Exception):
    pass


class EmptySlugError(AppError):
    pass
